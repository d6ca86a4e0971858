package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.TupleValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.publish.Message;
import tallyroll.publish.Publisher;
import tallyroll.publish.Topics;
import tallyroll.record.DeadLetter;
import tallyroll.server.TestServers;
import tallyroll.store.Stores;

/** Events that decode and cannot be applied, or are larger than Cassandra takes (rule R18): the others count, the run ends well. */
class PoisonIT {
    private static final TestServers SERVERS = TestServers.shared();
    private static final String DEFINITION = """
            pipeline: %1$s
            source: {kafka: {bootstrap: "%2$s", topic: %1$s}}
            event:
              format: json
              id: id
              time: ts
              fields: {id: string, ts: timestamp, k: string, v: int, w: int}
            cassandra: {contact: "%3$s"}
            rollups:
              r: {by: [k], every: [1h], %4$smeasures: {n: count%5$s}}
            """;

    @TempDir
    private Path directory;

    private final String name = "poison_" + Long.toString(System.nanoTime(), 36);
    private final StringWriter printed = new StringWriter();
    private Pipeline pipeline;

    @Test
    void where_thatThrowsForAnEvent_leavesOutThatOne() throws Exception {
        define("where: \"v / w > 0.1\", ", "");

        run(event(1, "a", 5, 10), event(2, "a", 0, 0), event(3, "a", 9, 10));

        assertThat(rows()).containsExactly(Map.entry("a", 2L));
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.code()).isEqualTo("expression-failed"))
                .satisfies(letter -> assertThat(letter.reason()).contains("rollup \"r\"", "division by zero"));
    }

    /** A key of a partition has at most 65,535 bytes. */
    @Test
    void groupValue_longerThanAKeyMayBe_leavesOutThatEvent() throws Exception {
        define("", "");

        run(event(1, "a", 1, 1), event(2, "x".repeat(70_000), 1, 1), event(3, "a", 1, 1));

        assertThat(rows()).containsExactly(Map.entry("a", 2L));
        assertThat(letters()).singleElement().satisfies(letter -> assertThat(letter.code())
                .isEqualTo("too-long"));
    }

    /** Twenty-four texts of 800,000 characters: more than a mutation may have. */
    @Test
    void texts_longAndMany_makeARowOfBoundedSize() throws Exception {
        Random random = new Random(1);
        define("", ", top: \"top_k(id, 50)\"");

        run(IntStream.range(0, 24)
                .mapToObj(number -> event(text(random, 800_000) + number, "a", 1, 1))
                .toArray(String[]::new));

        assertThat(rows()).containsExactly(Map.entry("a", 24L));
        assertThat(letters()).isEmpty();
        assertThat(select("SELECT top FROM ").get(0).getList(0, TupleValue.class))
                .hasSize(24)
                .allSatisfy(pair -> assertThat(pair.getString(0)).hasSize(1_024));
    }

    @Test
    void record_largerThanAMutation_isADeadLetterOfItsBeginning() throws Exception {
        define("", "");
        String large = event(text(new Random(1), 17_500_000), "a", 1, 1);

        run(event(1, "a", 1, 1), large, event(3, "a", 1, 1));

        assertThat(rows()).containsExactly(Map.entry("a", 2L));
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("too-long");
            assertThat(letter.bytes()).isEqualTo(large.length());
            assertThat(letter.payload()).hasSize(65_536);
            assertThat(letter.sha256()).hasSize(64);
        });
    }

    /** As the slip of somebody at a CQL prompt. */
    @Test
    void row_whoseSketchWasWrittenOver_isMadeAgain() throws Exception {
        define("", ", top: \"top_k(id, 3)\"");
        run(event(1, "a", 1, 1), event(2, "a", 1, 1));
        SERVERS.session()
                .execute("UPDATE " + name + ".r_1h SET top_state = 0x6f6f7073 WHERE k = 'a' AND period = '"
                        + select("SELECT period FROM ").get(0).getString(0) + "' AND bucket = '2024-05-01T10:00:00Z'");

        run(event(3, "a", 1, 1));

        assertThat(rows()).containsExactly(Map.entry("a", 3L));
        assertThat(select("SELECT top FROM ").get(0).getList(0, TupleValue.class))
                .hasSize(3);
        assertThat(printed.toString()).contains("for it cannot read them; they are made again from the record");
    }

    private void define(String where, String measure) throws IOException, InterruptedException {
        String yaml = DEFINITION.formatted(name, SERVERS.bootstrap(), SERVERS.contactPoint(), where, measure);
        pipeline = Definition.parse(yaml, "poison.yaml", Environment.of(Map.of()));
        Files.writeString(directory.resolve("poison.yaml"), yaml);
        Topics.fresh(SERVERS.bootstrap(), name, 1);
    }

    private static String event(int id, String key, int v, int w) {
        return event(Integer.toString(id), key, v, w);
    }

    private static String event(String id, String key, int v, int w) {
        return "{\"id\":\"%s\",\"ts\":\"2024-05-01T10:00:00Z\",\"k\":\"%s\",\"v\":%d,\"w\":%d}"
                .formatted(id, key, v, w);
    }

    private static String text(Random random, int length) {
        return random.ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private void run(String... events) {
        List<Message> messages = new ArrayList<>();
        for (String event : events) {
            messages.add(new Message(0, event.getBytes(StandardCharsets.UTF_8)));
        }
        try (Publisher publisher = new Publisher(SERVERS.bootstrap(), name)) {
            publisher.publish(messages.iterator(), sent -> {});
        }
        mustSucceed("run", "poison.yaml", "--once", "--master", "local[2]");
        mustSucceed("verify", "poison.yaml", "--master", "local[2]");
    }

    private void mustSucceed(String... words) {
        PrintWriter writer = new PrintWriter(printed);
        Console console = new Console(writer, writer, false, directory, Map.of());
        assertThat(Main.run(console, words)).as(printed.toString()).isEqualTo(ExitCode.RIGHT);
    }

    private List<DeadLetter> letters() {
        return Stores.shared(pipeline).record().deadLetters(10);
    }

    private List<Map.Entry<String, Long>> rows() {
        return select("SELECT k, n FROM ").stream()
                .map(row -> Map.entry(row.getString(0), row.getLong(1)))
                .toList();
    }

    private List<Row> select(String what) {
        return SERVERS.session().execute(what + name + ".r_1h").all();
    }
}
