package tallyroll.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;

/** Types commands in a directory and keeps what the last one printed. */
final class Terminal {
    private final Path directory;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    Terminal(Path directory) {
        this.directory = directory;
    }

    ExitCode type(String... words) {
        out = new StringWriter();
        err = new StringWriter();
        return Main.run(console(), words);
    }

    /** What a command is given. */
    Console console() {
        return new Console(new PrintWriter(out), new PrintWriter(err), false, directory, Map.of());
    }

    /** What the last command printed to standard output. */
    String out() {
        return out.toString();
    }

    /** What the last command printed to standard error. */
    String err() {
        return err.toString();
    }
}
