package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.ExitCode;
import tallyroll.control.SourcePartition;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.oracle.TopicRecord;
import tallyroll.publish.Disorder;
import tallyroll.server.TestServers;
import tallyroll.verify.VerificationReport;

/** History that goes out, or comes in from files, makes the tables that the stream made, also where whoever moved it was killed. */
class HistoryIT {
    private static final int EVENTS = 2_000;

    @TempDir
    Path directory;

    @Test
    void replay_killedAndGoneOnWith_makesTheSameTablesAgain() throws Exception {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, EVENTS, Disorder.none(31, RecordedTopic.PARTITIONS));
        topic.repeat(3, 5, 8, 13);
        Scenario scenario = Scenario.of(directory, topic);
        scenario.run();
        scenario.mustBeRight();
        String again = TestServers.shared().freshTopic(RecordedTopic.PARTITIONS);
        Path progress = directory.resolve("replay.progress");
        List<String> options = List.of("--to", again, "--progress", progress.toString(), "--master", Scenario.MASTER);

        killMidway(scenario, options, progress);
        Scenario.Answer rest = scenario.tallyroll("replay", options.toArray(String[]::new));
        assertThat(rest.code()).as(rest.err()).isEqualTo(ExitCode.RIGHT);
        assertThat(rest.out()).contains("replayed 2,000 events to topic \"" + again + "\"");
        Scenario.Answer nothing = scenario.tallyroll("replay", options.toArray(String[]::new));
        assertThat(nothing.out()).startsWith("nothing to do: 2,000 events were replayed");

        List<ConsumerRecord<byte[], byte[]>> replayed = records(again);
        assertThat(identities(replayed)).as("identities in headers").hasSize(EVENTS);
        assertThat(replayed.stream().map(one -> text(one.value())).collect(Collectors.toSet()))
                .as("byte for byte what came in")
                .isEqualTo(topic.records().stream()
                        .map(TopicRecord::value)
                        .map(HistoryIT::text)
                        .collect(Collectors.toSet()));
        Scenario second =
                Scenario.of(directory.resolve("second"), topic).changed("topic: " + topic.topic(), "topic: " + again);
        second.run();
        assertThat(second.proven().distinct()).isEqualTo(EVENTS);
        assertThat(counted(second)).isEqualTo(counted(scenario));
    }

    @Test
    void import_killedAndGoneOnWith_isWhatTheTopicWouldHaveGiven() throws Exception {
        RecordedTopic whole = RecordedTopic.blank();
        whole.publish(0, EVENTS, Disorder.none(31, RecordedTopic.PARTITIONS));
        Scenario expected = Scenario.of(directory, whole);
        expected.run();
        RecordedTopic half = RecordedTopic.blank();
        half.publish(0, EVENTS / 2, Disorder.none(31, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.of(directory.resolve("second"), half);
        scenario.run();
        Map<SourcePartition, Long> positions = scenario.state().positionsNow();
        String files = files(whole, 8).resolve("*.gz").toString();

        long before = scenario.state().committed();
        List<String> words = List.of("import", scenario.file().toString(), files, "--rate", "100");
        try (ChildProcess child = ChildProcess.start(directory, List.of("-Xmx1g"), words)) {
            Waiting.until(() -> !child.isAlive() || scenario.state().committed() > before, child::printed);
            assertThat(child.isAlive()).as(child.printed()).isTrue();
            child.kill();
        }
        Scenario.Answer rest = scenario.tallyroll("import", files, "--master", Scenario.MASTER);
        assertThat(rest.code()).as(rest.err()).isEqualTo(ExitCode.RIGHT);

        assertThat(scenario.state().positionsNow()).isEqualTo(positions);
        VerificationReport proven = scenario.proven();
        assertThat(proven.right()).isTrue();
        assertThat(proven.unsettled()).isZero();
        assertThat(proven.distinct()).isEqualTo(EVENTS);
        assertThat(counted(scenario)).isEqualTo(counted(expected));
    }

    @Test
    void fillAndImport_ofATopicsRangesAndATable_makeTheSameTables() throws Exception {
        RecordedTopic whole = RecordedTopic.blank();
        whole.publish(0, EVENTS, Disorder.none(31, RecordedTopic.PARTITIONS));
        Scenario expected = Scenario.of(directory, whole);
        expected.run();
        RecordedTopic part = RecordedTopic.blank();
        part.publish(0, EVENTS / 4, Disorder.none(31, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.of(directory.resolve("second"), part);
        scenario.run();
        long skipped = scenario.state().positions(part.topic()).get(0);
        part.publish(EVENTS / 4, EVENTS / 2, Disorder.none(31, RecordedTopic.PARTITIONS));
        right(scenario.tallyroll("skip", "--partition", "0", "--from", "" + skipped, "--until", "" + (skipped + 50)));
        scenario.run();
        assertThat(scenario.proven().distinct()).isEqualTo(EVENTS / 2 - 50);

        Scenario.Answer filled = right(scenario.tallyroll("fill", "--master", Scenario.MASTER));
        assertThat(filled.out()).contains("read again from kafka:" + part.topic());
        assertThat(scenario.proven().distinct()).isEqualTo(EVENTS / 2);
        assertThat(scenario.tallyroll("fill").out()).isEqualTo("nothing to do: no gap is open\n");

        String table = table(scenario, whole, EVENTS * 3 / 4);
        right(scenario.tallyroll("import", "cassandra:" + table, "--master", Scenario.MASTER));
        assertThat(scenario.proven().distinct()).isEqualTo(EVENTS * 3 / 4);
        for (String events : List.of("cassandra:" + table, "kafka:" + whole.topic(), "kafka:" + whole.topic())) {
            right(scenario.tallyroll("import", events, "--master", Scenario.MASTER));
        }
        right(scenario.tallyroll(
                "import", "kafka:" + whole.topic(), "--until", "2001-01-01", "--master", Scenario.MASTER));

        VerificationReport proven = scenario.proven();
        assertThat(proven.right()).isTrue();
        assertThat(proven.unsettled()).isZero();
        assertThat(proven.distinct()).isEqualTo(EVENTS);
        assertThat(counted(scenario)).isEqualTo(counted(expected));
        Scenario.Answer own = scenario.tallyroll("import", "cassandra:" + scenario.keyspace() + ".tally_blocks");
        assertThat(own.err()).contains("its keyspace is the pipeline's own");
        assertThat(scenario.tallyroll("import", "cassandra:nowhere.trips").err())
                .contains("Cannot read table \"nowhere.trips\": there is no such table here");
    }

    private static Scenario.Answer right(Scenario.Answer answer) {
        assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.RIGHT);
        return answer;
    }

    /** Some of the events of a topic as rows. */
    private static String table(Scenario scenario, RecordedTopic topic, int until) throws IOException {
        String keyspace = scenario.keyspace() + "_old";
        CqlSession session = scenario.session();
        session.execute("CREATE KEYSPACE " + keyspace
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute(
                "CREATE TABLE " + keyspace + ".flights (id text PRIMARY KEY, date text, origin text, destination text,"
                        + " delay int, distance int)");
        PreparedStatement insert = session.prepare("INSERT INTO " + keyspace + ".flights JSON ?");
        ObjectMapper json = new ObjectMapper();
        for (TopicRecord one : topic.records()) {
            ObjectNode row = (ObjectNode) json.readTree(one.value());
            row.retain("id", "date", "origin", "destination", "delay", "distance");
            if (row.get("id").asInt() < until) {
                session.execute(insert.bind(row.toString()));
            }
        }
        return keyspace + ".flights";
    }

    /** All that is in a topic, in files of about the same length. */
    private Path files(RecordedTopic topic, int count) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("files"));
        List<TopicRecord> records = topic.records();
        int each = records.size() / count + 1;
        for (int from = 0; from < records.size(); from += each) {
            try (OutputStream out =
                    new GZIPOutputStream(Files.newOutputStream(folder.resolve("part-" + from + ".ndjson.gz")))) {
                for (TopicRecord one : records.subList(from, Math.min(records.size(), from + each))) {
                    out.write(one.value());
                    out.write('\n');
                }
            }
        }
        return folder;
    }

    /** All columns but one that holds an identity, of which the topic's name is a part. */
    private static Map<String, Map<String, Object>> counted(Scenario scenario) {
        Map<String, Map<String, Object>> rows = scenario.rows();
        rows.values().forEach(row -> row.remove("earliest_state"));
        return rows;
    }

    /** After some of it is confirmed. */
    private void killMidway(Scenario scenario, List<String> options, Path progress) {
        List<String> words = new ArrayList<>(List.of("replay", scenario.file().toString(), "--rate", "250"));
        words.addAll(options);
        try (ChildProcess child = ChildProcess.start(directory, List.of("-Xmx1g"), words)) {
            Waiting.until(() -> !child.isAlive() || sent(progress) > 0, child::printed);
            assertThat(child.isAlive()).as(child.printed()).isTrue();
            child.kill();
        }
        assertThat(sent(progress)).isBetween(1L, EVENTS - 1L);
    }

    private static long sent(Path progress) {
        try {
            return !Files.exists(progress)
                    ? 0
                    : Files.readAllLines(progress).stream()
                            .filter(line -> line.contains("\"sent\""))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum();
        } catch (IOException changing) {
            return 0;
        }
    }

    private static Set<String> identities(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(one -> text(one.headers().lastHeader("tallyroll-identity").value()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.shared().bootstrap());
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> partitions = new HashSet<>();
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }
}
