package tallyroll.command;

import picocli.CommandLine.Option;

/** {@code --master}, to be mixed into every command that starts Spark. */
final class MasterOption {
    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "",
            description = "The Spark master (default: all cores here).")
    private String master = "";

    /** The Spark master; empty to take what spark-submit says, else all cores of this machine. */
    String master() {
        return master;
    }
}
