package tallyroll.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;
import tallyroll.docs.ReadingExample;
import tallyroll.flights.Flights;
import tallyroll.oracle.CqlTables;
import tallyroll.oracle.DefinitionFile;
import tallyroll.oracle.Oracle;
import tallyroll.oracle.Topic;
import tallyroll.oracle.Verdict;
import tallyroll.publish.FlightJson;
import tallyroll.server.LocalServers;
import tallyroll.server.NodeSession;

/** The first command, in an empty directory, twice; the oracle checks what it reports. */
class QuickstartIT {
    private static final int FLIGHTS = 10_000;

    @TempDir
    static Path directory;

    @AfterAll
    static void takeDownServers() {
        LocalServers.of(directory).wipe();
    }

    @Test
    void quickstart_twice_provesTheSameAndTheOracleAgrees() throws Exception {
        Path events = someFlights();
        for (int run = 0; run < 2; run++) {
            List<String> printed = quickstart(events);

            assertThat(printed).anyMatch(line -> line.startsWith("The most delayed airports of 2001-01-0"));
            assertThat(printed).contains("  ./tallyroll down --wipe");
            assertThat(printed.get(printed.size() - 1))
                    .startsWith("proven: ")
                    .endsWith(" equal 10,000 distinct events; 100 duplicates, 12 dead letters, drift 0");
        }
        Verdict verdict = judge();
        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.events()).isEqualTo(FLIGHTS);
        assertThat(verdict.duplicates()).isEqualTo(100);
        assertThat(verdict.broken()).isEqualTo(12);
        readBack(events);
    }

    /** What the reading library and {@code query} say, held against the lines of the file. */
    private static void readBack(Path events) throws IOException {
        List<String> lines = Files.readAllLines(events);
        Map<String, Long> delays = lines.stream()
                .filter(line -> line.contains("\"2001/01/01 "))
                .collect(Collectors.groupingBy(
                        line -> field(line, "origin"),
                        Collectors.summingLong(line -> Long.parseLong(field(line, "delay")))));
        List<String> greatest = delays.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .map(airport -> airport.getKey() + " " + airport.getValue())
                .toList();
        StringWriter example = new StringWriter();

        Path definition = Files.writeString(
                directory.resolve("reading.yaml"),
                Files.readString(directory.resolve(".tallyroll/flights.yaml")) + "\ncassandra: {contact: [\""
                        + LocalServers.of(directory).contactPoint() + "\"]}\n");
        ReadingExample.print(definition, new PrintWriter(example, true));
        assertThat(example.toString().lines()).containsSequence(greatest);
        assertThat(example.toString()).contains("SETTLED").doesNotContain("DIRTY", "LIVE");

        List<String> top = query("--top", "3", "--by", "delay", "--from", "2001-01-01", "--until", "2001-01-02");
        assertThat(top.stream().skip(1).map(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[4]))
                .isEqualTo(greatest);
        long flights =
                lines.stream().filter(line -> line.contains("\"2001/01/01 ")).count();
        List<String> total = query("--total", "--state", "--from", "2001-01-01", "--until", "2001-01-02");
        assertThat(total.get(1)).startsWith("2001-01-01T00:00:00Z,2001-01-02T00:00:00Z," + flights + ",");
        assertThat(total.get(1)).contains(",settled,");
        long airports = delays.keySet().stream()
                .filter(origin -> origin.startsWith("S"))
                .count();
        assertThat(query("--group", "S*", "--every", "1d", "--from", "2001-01-01", "--until", "2001-01-02"))
                .hasSize((int) airports + 1);
    }

    private static String field(String line, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^,\"}]+)").matcher(line);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** The lines of a query in this process, as CSV. */
    private static List<String> query(String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, directory, System.getenv());
        List<String> words = new ArrayList<>(List.of("query", "reading.yaml", "delays_by_origin"));
        words.addAll(List.of(options));
        words.addAll(List.of("--format", "csv"));
        assertThat(Main.run(console, words.toArray(String[]::new)))
                .as(err.toString())
                .isEqualTo(ExitCode.RIGHT);
        return out.toString().lines().toList();
    }

    /** In a process of its own, as a user runs it. */
    private static List<String> quickstart(Path events) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dtallyroll.home=" + System.getProperty("tallyroll.home"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("quickstart", "--events", events.toString()));
        Path out = directory.resolve("printed");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("noted").toFile())
                .start();
        int code = process.waitFor();
        List<String> printed = Files.readAllLines(out);
        assertThat(code)
                .as("%s%n%s", printed, Files.readString(directory.resolve("noted")))
                .isZero();
        return printed;
    }

    private static Path someFlights() throws IOException {
        List<String> lines = new ArrayList<>();
        FlightJson json = FlightJson.plain();
        try (Flights slice = Flights.slice()) {
            for (int i = 0; i < FLIGHTS; i++) {
                lines.add(new String(json.apply(slice.next()), StandardCharsets.UTF_8));
            }
        }
        return Files.write(directory.resolve("some.ndjson"), lines);
    }

    private static Verdict judge() throws IOException {
        LocalServers servers = LocalServers.of(directory);
        String yaml = Files.readString(directory.resolve(".tallyroll/flights.yaml"));
        try (CqlSession session = NodeSession.open(servers)) {
            return Oracle.judge(
                    DefinitionFile.read(yaml),
                    Topic.read(servers.bootstrap(), "flights"),
                    new CqlTables(session, "flights"));
        }
    }
}
