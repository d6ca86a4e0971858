package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.control.Claim;
import tallyroll.control.SourcePartition;
import tallyroll.pipeline.Pipeline;
import tallyroll.server.TestServers;

/** The source as Structured Streaming drives it. */
class TopicStreamIT {
    private static SparkSession spark;

    private final TestServers servers = TestServers.shared();
    private final List<List<Claim.Range>> batches = new CopyOnWriteArrayList<>();

    @TempDir
    Path checkpoint;

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void availableNow_limited_readsAllInBatchesOfThatSize() throws Exception {
        String topic = servers.freshTopic(2);
        send(topic, 0, 300);
        send(topic, 1, 100);

        runOnce(topic, 100, Map.of());

        assertThat(batches).hasSize(4).allSatisfy(batch -> assertThat(length(batch))
                .isEqualTo(100));
        assertThat(ends()).isEqualTo(Map.of(0, 300L, 1, 100L));
    }

    @Test
    void availableNow_emptyTopic_hasNoBatch() throws Exception {
        runOnce(servers.freshTopic(3), 100, Map.of());

        assertThat(batches).isEmpty();
    }

    @Test
    void availableNow_again_goesOnFromTheCheckpoint() throws Exception {
        String topic = servers.freshTopic(1);
        send(topic, 0, 10);
        runOnce(topic, 0, Map.of());
        send(topic, 0, 5);
        runOnce(topic, 0, Map.of());

        assertThat(batches).containsExactly(List.of(range(topic, 0, 0, 10)), List.of(range(topic, 0, 10, 15)));
    }

    @Test
    void start_withoutCheckpoint_beginsAtTheGivenPositions() throws Exception {
        String topic = servers.freshTopic(2);
        send(topic, 0, 10);
        send(topic, 1, 10);

        runOnce(topic, 0, Map.of(0, 7L));

        assertThat(batches).containsExactly(List.of(range(topic, 0, 7, 10), range(topic, 1, 0, 10)));
    }

    @Test
    void running_partitionsAdded_areReadFromTheirBeginning() throws Exception {
        String topic = servers.freshTopic(1);
        send(topic, 0, 10);
        StreamingQuery query = writer(topic, 0, Map.of()).start();
        try {
            query.processAllAvailable();
            servers.admin()
                    .createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            send(topic, 1, 4);
            query.processAllAvailable();

            assertThat(ends()).isEqualTo(Map.of(0, 10L, 1, 4L));
        } finally {
            query.stop();
        }
        assertThat(query.exception().isEmpty()).isTrue();
    }

    private void runOnce(String topic, long max, Map<Integer, Long> positions) throws Exception {
        StreamingQuery query =
                writer(topic, max, positions).trigger(Trigger.AvailableNow()).start();
        query.awaitTermination();
    }

    private DataStreamWriter<Row> writer(String topic, long max, Map<Integer, Long> positions) {
        Pipeline.Kafka kafka = new Pipeline.Kafka(servers.bootstrap(), topic, Map.of("client.id", "it"), max);
        return spark.readStream()
                .format(TallySourceProvider.NAME)
                .options(TallySourceProvider.options(kafka, SourcePartition.in(topic, positions)))
                .load()
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch((rows, batch) -> {
                    List<Claim.Range> ranges = new ArrayList<>();
                    for (Row row : rows.collectAsList()) {
                        ranges.add(new Claim.Range(row.getString(0), row.getInt(1), row.getLong(2), row.getLong(3)));
                    }
                    batches.add(ranges);
                });
    }

    private Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new TreeMap<>();
        batches.forEach(batch -> batch.forEach(range -> ends.put(range.partition(), range.until())));
        return ends;
    }

    private static long length(List<Claim.Range> batch) {
        return batch.stream().mapToLong(Claim.Range::length).sum();
    }

    private static Claim.Range range(String topic, int partition, long from, long until) {
        return new Claim.Range(topic, partition, from, until);
    }

    private void send(String topic, int partition, int count) {
        TopicWriter.send(servers.bootstrap(), topic, partition, Collections.nCopies(count, "x"));
    }
}
