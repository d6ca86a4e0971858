package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline;
import tallyroll.publish.Topics;
import tallyroll.server.TestServers;

/** The driver's and the tasks' side of the source on a real broker. */
class KafkaSourceIT {
    private final TestServers servers = TestServers.shared();

    @Test
    void latest_emptyTopic_isItsBeginning() {
        try (KafkaTopic topic = KafkaTopic.open(kafka(servers.freshTopic(2)))) {
            assertThat(topic.latest()).isEqualTo(Map.of(0, 0L, 1, 0L)).isEqualTo(topic.earliest());
            assertThat(topic.positions(Map.of())).isEqualTo(Map.of(0, 0L, 1, 0L));
        }
    }

    @Test
    void latest_partitionsAddedWhileOpen_hasThemAtOnce() throws Exception {
        String name = servers.freshTopic(1);
        try (KafkaTopic topic = KafkaTopic.open(kafka(name))) {
            servers.admin()
                    .createPartitions(Map.of(name, NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            send(name, 2, List.of("a"));

            assertThat(topic.latest()).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 1L));
            assertThat(topic.positions(Map.of(0, 0L))).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L));
        }
    }

    @Test
    void open_noSuchTopic_namesIt() {
        assertThatThrownBy(() -> KafkaTopic.open(kafka("no-such-topic")))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "Cannot read topic \"no-such-topic\" at " + servers.bootstrap()
                                + ": the broker knows no such topic."
                                + " Create it, or correct source.kafka.topic; a topic that was deleted takes the unread events with it.");
    }

    @Test
    void latest_topicDeletedOrMadeAgain_isLoud() throws Exception {
        String name = servers.freshTopic(1);
        send(name, 0, numbered(0, 50));
        try (KafkaTopic topic = KafkaTopic.open(kafka(name))) {
            servers.admin().deleteTopics(List.of(name)).all().get();
            assertThat(faultOf(topic::latest)).isEqualTo(SourceException.Fault.TOPIC_MISSING);

            Topics.fresh(servers.bootstrap(), name, 1);
            assertThat(faultOf(topic::latest)).isEqualTo(SourceException.Fault.TOPIC_RECREATED);
        }
        try (KafkaTopic topic = KafkaTopic.open(kafka(name))) {
            assertThatThrownBy(() -> topic.positions(Map.of(0, 50L)))
                    .isInstanceOf(SourceException.class)
                    .hasMessageStartingWith("Cannot go on reading topic \"" + name + "\" at " + servers.bootstrap()
                            + ": partition 0 was read up to offset 50, and now its log ends at 0.");
        }
    }

    @Test
    void read_anyCutOfALog_givesEachRecordOnce() {
        String name = servers.freshTopic(1);
        send(name, 0, numbered(0, 5_000));
        SplittableRandom random = new SplittableRandom(7);
        List<Long> cuts = new ArrayList<>(LongStream.generate(() -> random.nextLong(5_000))
                .limit(40)
                .sorted()
                .boxed()
                .toList());
        cuts.add(0, 0L);
        cuts.add(5_000L);

        List<String> read = new ArrayList<>();
        for (int i = 1; i < cuts.size(); i++) {
            read.addAll(read(name, cuts.get(i - 1), cuts.get(i)));
        }

        assertThat(read).isEqualTo(numbered(0, 5_000));
        assertThat(read(name, 1_234, 1_237)).containsExactly("1234", "1235", "1236");
        assertThat(read(name, 100, 100)).isEmpty();
    }

    @Test
    void read_abortedAndOpenTransactions_givesCommittedOnly() {
        String name = servers.freshTopic(1);
        try (TopicWriter writer = TopicWriter.transactional(servers.bootstrap(), name)) {
            writer.begin(numbered(0, 10));
            writer.commit();
            writer.begin(numbered(10, 20));
            writer.abort();
            writer.begin(numbered(20, 30));
            writer.commit();
            writer.begin(numbered(30, 40));
            writer.await();
            try (KafkaTopic topic = KafkaTopic.open(kafka(name))) {
                // 30 records and the 3 ends of their transactions; the open one must not be visible.
                assertThat(topic.latest()).isEqualTo(Map.of(0, 33L));
            }

            List<String> committed = new ArrayList<>(numbered(0, 10));
            committed.addAll(numbered(20, 30));
            assertThat(read(name, 0, 33)).isEqualTo(committed);
            assertThat(read(name, 10, 22))
                    .as("only markers and aborted records")
                    .isEmpty();
            assertThat(read(name, 32, 33)).as("only a marker").isEmpty();
            writer.abort();
        }
    }

    @Test
    void read_recordsDeletedBefore_givesTheGapAndGoesOn() throws Exception {
        String name = servers.freshTopic(1);
        send(name, 0, numbered(0, 1_000));
        deleteBefore(name, 300);

        try (KafkaRangeReader reader = KafkaRangeReader.open(kafka(name), range(name, 100, 1_000))) {
            RangeGoneException gone = catchThrowableOfType(RangeGoneException.class, reader::next);

            assertThat(gone.missing()).isEqualTo(range(name, 100, 300));
            assertThat(gone)
                    .hasMessageStartingWith(
                            "Cannot read offsets 100 to 299 of " + name + "-0: the log now begins at 300");
            assertThat(rest(reader)).isEqualTo(numbered(300, 1_000));
        }
        try (KafkaRangeReader reader = KafkaRangeReader.open(kafka(name), range(name, 100, 200))) {
            assertThat(catchThrowableOfType(RangeGoneException.class, reader::next)
                            .missing())
                    .isEqualTo(range(name, 100, 200));
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void read_logEndsBeforeTheRange_isTruncatedNotEndless() {
        String name = servers.freshTopic(1);
        send(name, 0, numbered(0, 10));

        assertThat(faultOf(() -> read(name, 20, 30))).isEqualTo(SourceException.Fault.TRUNCATED);
    }

    @Test
    void read_topicDeletedInBetween_saysSoWithinHalfAMinute() throws Exception {
        String name = servers.freshTopic(1);
        send(name, 0, numbered(0, 10));
        try (KafkaRangeReader reader = KafkaRangeReader.open(kafka(name), range(name, 0, 20))) {
            for (int i = 0; i < 10; i++) {
                assertThat(reader.next()).isTrue();
            }
            servers.admin().deleteTopics(List.of(name)).all().get();

            assertThat(faultOf(reader::next)).isEqualTo(SourceException.Fault.TOPIC_MISSING);
        }
    }

    @Test
    void read_recordsWithoutValue_areTombstones() {
        String name = servers.freshTopic(1);
        try (TopicWriter writer = TopicWriter.plain(servers.bootstrap(), name)) {
            writer.send(new ProducerRecord<>(name, 0, 1_234L, null, (byte[]) null));
            writer.send(new ProducerRecord<>(name, 0, 5_678L, null, new byte[0]));
        }

        try (KafkaRangeReader reader = KafkaRangeReader.open(kafka(name), range(name, 0, 2))) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.tombstone()).isTrue();
            assertThat(reader.value().isEmpty()).isTrue();
            assertThat(reader.next()).isTrue();
            assertThat(reader.tombstone()).isFalse();
            assertThat(reader.value().isEmpty()).isTrue();
            assertThat(reader.next()).isFalse();
        }
    }

    private void deleteBefore(String topic, long offset) throws Exception {
        servers.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    private Pipeline.Kafka kafka(String topic) {
        return new Pipeline.Kafka(servers.bootstrap(), topic, Map.of(), 0);
    }

    private static Claim.Range range(String topic, long from, long until) {
        return new Claim.Range(topic, 0, from, until);
    }

    private List<String> read(String topic, long from, long until) {
        try (KafkaRangeReader reader = KafkaRangeReader.open(kafka(topic), range(topic, from, until))) {
            return rest(reader);
        }
    }

    private static List<String> rest(KafkaRangeReader reader) {
        List<String> read = new ArrayList<>();
        while (reader.next()) {
            read.add(reader.value().text());
        }
        return read;
    }

    private static SourceException.Fault faultOf(Runnable code) {
        return catchThrowableOfType(SourceException.class, code::run).fault();
    }

    private static List<String> numbered(int from, int until) {
        return IntStream.range(from, until).mapToObj(Integer::toString).toList();
    }

    private void send(String topic, int partition, List<String> values) {
        TopicWriter.send(servers.bootstrap(), topic, partition, values);
    }
}
