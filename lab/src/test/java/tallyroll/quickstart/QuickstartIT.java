package tallyroll.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Main;
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
