package tallyroll.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time, user and system, as Linux keeps it in {@code /proc/PID/stat}. */
public final class Cpu {
    /** Linux reports in hundredths of a second on every platform that Java runs on. */
    private static final long MILLIS_PER_TICK = 10;

    /** Fields by their number in proc(5), less the two before the state. */
    private static final int USER = 14 - 3;

    private static final int SYSTEM = 15 - 3;
    private static final int CHILDREN_USER = 16 - 3;
    private static final int CHILDREN_SYSTEM = 17 - 3;

    private Cpu() {}

    /** Of a running process since it began, ms. */
    public static long millis(long pid) {
        String[] stat = stat(Long.toString(pid));
        return (Long.parseLong(stat[USER]) + Long.parseLong(stat[SYSTEM])) * MILLIS_PER_TICK;
    }

    /** Of all children of this process that have ended, ms. */
    static long endedChildrenMillis() {
        String[] stat = stat("self");
        return (Long.parseLong(stat[CHILDREN_USER]) + Long.parseLong(stat[CHILDREN_SYSTEM])) * MILLIS_PER_TICK;
    }

    private static String[] stat(String process) {
        try {
            String line = Files.readString(Path.of("/proc", process, "stat"));
            // the command's name may contain spaces and parentheses, but nothing after it does
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read the CPU time of process " + process + ": /proc is needed, so this runs on Linux only",
                    e);
        }
    }
}
