package tallyroll.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The surroundings of a command, so that tests can give it others.
 *
 * @param out the result, and nothing but the result
 * @param err progress, notices and faults; secrets of a definition are taken out of them
 * @param terminal whether a person watches {@code err}, so that lines may be redrawn
 * @param directory the working directory: relative paths and {@code .tallyroll/} start here
 * @param environment the environment variables
 */
public record Console(
        PrintWriter out, PrintWriter err, boolean terminal, Path directory, Map<String, String> environment) {
    public Console {
        environment = Map.copyOf(environment);
        err = new PrintWriter(new SecretFilter(err), true);
    }

    /** The process's own. The script says by {@code tallyroll.terminal} whether standard error is a terminal. */
    static Console ofProcess() {
        return new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                Boolean.getBoolean("tallyroll.terminal"),
                Path.of("").toAbsolutePath(),
                System.getenv());
    }

    /** Whether stack traces and the warnings of libraries are wanted. */
    boolean debugging() {
        return "1".equals(environment.get("TALLYROLL_DEBUG"));
    }

    /** Prints one result. */
    public void print(Format format, Table table) {
        out.print(table.text(format));
        out.flush();
    }

    /**
     * Prints several results under their titles: as tables with a headline each, as CSV blocks with a comment line
     * each, as one JSON object with an array each.
     */
    public void print(Format format, Map<String, Table> titled) {
        out.print(Table.text(format, titled));
        out.flush();
    }

    /** Prints a line of the result. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints a line that is not part of the result; nothing once the last words of a dying process are said. */
    public void note(String line) {
        if (!LastWords.said()) {
            err.println(line);
            err.flush();
        }
    }

    /**
     * Starts to show the progress of long work on {@code err}: a bar on a terminal, plain lines otherwise.
     *
     * @param task what is going on, such as {@code publishing}
     * @param unit what is counted, such as {@code events}
     * @param total how many there will be
     */
    public Progress progress(String task, String unit, long total) {
        return terminal ? new BarProgress(task, unit, total) : new LineProgress(this, task, unit, total);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
