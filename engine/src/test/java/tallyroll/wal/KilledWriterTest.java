package tallyroll.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.pipeline.Pipeline;

/** A real process, killed by signal 9 during its writes. */
class KilledWriterTest {
    private static final List<Integer> ACKNOWLEDGED_BEFORE_KILL = List.of(50, 5_000, 40_000);

    @TempDir
    private Path directory;

    @Test
    void kill_duringWrites_losesNothingThatWasAcknowledged() throws Exception {
        Pipeline.Wal wal = Sheets.wal(directory, 1 << 16);
        WalDirectory logs = Sheets.directory(wal);
        for (int round = 0; round < ACKNOWLEDGED_BEFORE_KILL.size(); round++) {
            int log = round + 1;
            long acknowledged = writeAndKill(log, ACKNOWLEDGED_BEFORE_KILL.get(round));

            WalOffsets reach = logs.look(Map.of());
            long latest = reach.latest().get(log);
            assertThat(latest).isGreaterThanOrEqualTo(acknowledged);
            Sheets.Sheet sheet = Sheets.sheet(wal, log, 0, latest);
            sheet.requireExact("log " + log);
            assertThat(sheet.positions()).startsWith(0L).hasSizeGreaterThanOrEqualTo((int) acknowledged);
            assertThat(sheet.gaps()).allMatch(gap -> gap.range().from() >= acknowledged);
            assertThat(Sheets.sheet(wal, log, 0, latest)).isEqualTo(sheet);
        }
        logs.deleteBefore(logs.look(Map.of()).latest());
        assertThat(logs.look(Map.of()).standing())
                .as("a log whose process is gone is finished at once")
                .containsExactly(ACKNOWLEDGED_BEFORE_KILL.size());
    }

    /** @return below which all was acknowledged, as far as the process could say so */
    private long writeAndKill(int log, int enough) throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName(),
                directory.toString());
        Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("log " + log);
            long acknowledged = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.endsWith("0") || line.endsWith("5")) {
                    acknowledged = Math.max(acknowledged, Long.parseLong(line));
                }
                if (acknowledged >= enough) {
                    process.toHandle().destroyForcibly();
                }
            }
            return acknowledged;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
