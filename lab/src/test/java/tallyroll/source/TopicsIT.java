package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.batch.CommittedBatch;
import tallyroll.client.ClientEvents;
import tallyroll.client.ClientRun;
import tallyroll.client.Totals;
import tallyroll.control.PipelineState;
import tallyroll.control.SourcePartition;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.Gap;
import tallyroll.run.Backfill;
import tallyroll.run.PipelineRun;
import tallyroll.run.RunEvents;
import tallyroll.run.RunOptions;
import tallyroll.run.Skip;
import tallyroll.run.SourceFactory;
import tallyroll.server.TestServers;
import tallyroll.store.Stores;
import tallyroll.summary.RollupTable;

/** Several topics in one pipeline, and pipelines that begin later than their topics. */
class TopicsIT {
    private static final String DEFINITION = """
            pipeline: %1$s
            source: {kafka: {bootstrap: "%2$s", %3$s}}
            event: {format: json, id: id, time: at, fields: {id: string, at: timestamp, place: string}}
            strategy: %4$s
            cassandra: {contact: "%5$s", keyspace: %1$s}
            rollups:
              by_place: {by: [place], every: [1h], measures: {orders: count}}
            """;

    private final TestServers servers = TestServers.shared();
    private final String name = "topics_" + Long.toString(System.nanoTime(), 36);

    @TempDir
    Path directory;

    @Test
    void twoTopics_startLatest_countWhatComesAfterAndListTheGap() {
        String first = servers.freshTopic(1);
        String second = servers.freshTopic(2);
        send(first, 0, "a", "b", "c");
        send(second, 1, "d", "e");
        Pipeline pipeline = pipeline("topics: [" + first + ", " + second + "], start: latest", "idempotent-direct");

        run(pipeline);

        assertThat(gaps(pipeline)).containsExactlyInAnyOrder(first + "-0 [0, 3)", second + "-1 [0, 2)");
        assertThat(state(pipeline).books().read()).isZero();

        send(first, 0, "f", "g");
        send(second, 1, "f"); // of another source, so it is another event
        send(second, 0, "h", "h");
        assertThat(SourceFactory.lag(pipeline, state(pipeline)))
                .isEqualTo("5 records (" + first + " 2, " + second + " 3)");
        run(pipeline);

        assertThat(state(pipeline).books().read()).isEqualTo(5);
        assertThat(state(pipeline).positionsNow())
                .isEqualTo(Map.of(
                        new SourcePartition(first, 0), 5L,
                        new SourcePartition(second, 0), 2L,
                        new SourcePartition(second, 1), 3L));
        assertThat(counted(pipeline)).isEqualTo(4);
        assertThat(gaps(pipeline)).hasSize(2);
    }

    @Test
    void pattern_topicsComeGoAndComeBack_eachIsASourceOfItsOwn() throws Exception {
        String first = create(name + "-a");
        send(first, 0, "a", "b");
        Pipeline pipeline = pipeline("pattern: \"" + name + "-.*\", start: latest", "idempotent-direct");
        run(pipeline);
        String later = create(name + "-b");
        send(later, 0, "c", "d", "e");

        run(pipeline);

        assertThat(counted(pipeline)).isEqualTo(3);
        assertThat(gaps(pipeline)).containsExactly(first + "-0 [0, 2)");

        servers.admin().deleteTopics(List.of(later)).all().get();
        assertThatThrownBy(() -> run(pipeline)).hasMessageContaining("topic \"" + later + "\"");
        Skip skip = new Skip(pipeline, Optional.of(later), line -> {});
        assertThat(skip.replacedSource().outcome()).contains(later + "~2");
        send(first, 0, "f");
        run(pipeline);
        assertThat(counted(pipeline)).isEqualTo(4);

        create(later);
        send(later, 0, "e", "g"); // one that was counted when the topic was another
        run(pipeline);
        assertThat(counted(pipeline)).isEqualTo(5);
        assertThat(state(pipeline).positionsNow())
                .isEqualTo(Map.of(new SourcePartition(first, 0), 3L, new SourcePartition(later, 0), 2L));
    }

    @Test
    void counters_startAtATime_leaveOutWhatIsOlder() throws Exception {
        String topic = servers.freshTopic(1);
        send(topic, 0, "a", "b", "c");
        Pipeline pipeline = pipeline("topic: " + topic + ", start: {time: \"2999-01-01\"}", "counters");

        count(pipeline);
        send(topic, 0, "d", "e");
        count(pipeline);

        assertThat(counted(pipeline)).isEqualTo(2);
        assertThat(gaps(pipeline)).containsExactly(topic + "-0 [0, 3)");
    }

    /** Says nothing. */
    private static final class Quiet implements RunEvents, ClientEvents {
        @Override
        public void committed(CommittedBatch done, Instant at) {
            // what was done is read from the tables
        }

        @Override
        public void log(String line) {
            // as above
        }

        @Override
        public void counted(Totals totals) {
            // as above
        }

        @Override
        public void notice(String line) {
            // as above
        }
    }

    private Pipeline pipeline(String topics, String strategy) {
        String yaml = DEFINITION.formatted(name, servers.bootstrap(), topics, strategy, servers.contactPoint());
        return Definition.parse(yaml, "topics.yaml", Environment.of(Map.of()));
    }

    private String create(String topic) throws Exception {
        servers.admin()
                .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                .all()
                .get();
        return topic;
    }

    private void send(String topic, int partition, String... ids) {
        List<String> events = new ArrayList<>();
        for (String id : ids) {
            events.add("{\"id\":\"" + id + "\",\"at\":\"2024-05-01T10:00:00Z\",\"place\":\"x\"}");
        }
        TopicWriter.send(servers.bootstrap(), topic, partition, events);
    }

    private void run(Pipeline pipeline) {
        RunOptions options = new RunOptions(
                "local[2]",
                RunOptions.Extent.ONCE,
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                RunOptions.Receivers.HERE,
                RunOptions.Extent.ONCE.patience(),
                RunOptions.Role.DRIVER,
                Backfill.DEFAULT,
                directory.resolve("checkpoints").toString());
        try (PipelineRun run = PipelineRun.open(pipeline, options, new Quiet())) {
            run.run();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running", stop);
        }
    }

    private static void count(Pipeline pipeline) throws InterruptedException {
        try (ClientRun run = ClientRun.open(pipeline, Duration.ofSeconds(30), new Quiet())) {
            run.runOnce();
        }
    }

    private static PipelineState state(Pipeline pipeline) {
        return Stores.shared(pipeline).control().read(pipeline.name()).orElseThrow();
    }

    private static List<String> gaps(Pipeline pipeline) {
        return Stores.shared(pipeline).record().gaps().newest(100).stream()
                .map(Gap::range)
                .map(range ->
                        "%s-%d [%d, %d)".formatted(range.source(), range.partition(), range.from(), range.until()))
                .toList();
    }

    private long counted(Pipeline pipeline) {
        String table =
                RollupTable.all(pipeline, pipeline.rollups().get(0)).get(0).name();
        return servers
                .session()
                .execute("SELECT orders FROM " + pipeline.cassandra().keyspace() + "." + table)
                .all()
                .stream()
                .mapToLong(row -> row.getLong(0))
                .sum();
    }
}
