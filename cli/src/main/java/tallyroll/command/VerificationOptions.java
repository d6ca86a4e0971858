package tallyroll.command;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Console;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;
import tallyroll.verify.VerificationReport;

/** What verifying and repairing are told alike. */
final class VerificationOptions {
    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "",
            description = "Start of the range, inclusive: an ISO date or instant, UTC (default: the beginning).")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "TIME",
            defaultValue = "",
            description = "End of the range, exclusive: an ISO date or instant, UTC (default: the end).")
    private String to = "";

    @Mixin
    private MasterOption spark = new MasterOption();

    @Mixin
    private FormatOption format = new FormatOption();

    TimeRange range() {
        return TimeRange.of(from, to);
    }

    String master() {
        return spark.master();
    }

    /** Prints the drifts, in a format for programs also when there are none. */
    void print(Console console, VerificationReport proof) {
        if (format.format() != Format.TABLE || !proof.drifts().isEmpty()) {
            console.print(format.format(), DriftTable.of(proof));
        }
    }
}
