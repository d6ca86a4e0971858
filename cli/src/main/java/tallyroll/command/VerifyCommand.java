package tallyroll.command;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.pipeline.Pipeline;
import tallyroll.verify.RequireRecord;
import tallyroll.verify.Verification;
import tallyroll.verify.VerificationReport;

/** {@code tallyroll verify FILE}. */
@CommandLine.Command(
        name = "verify",
        description = "Recounts from the record and compares with every summary row.",
        footer = {
            "",
            "All rollups and granularities, missing and orphan rows too. Exit code 3 when a row of a settled bucket",
            "differs; rows of buckets that are not settled yet may differ and are counted apart.",
            "",
            "Example:",
            "  ./tallyroll verify examples/flights.yaml --from 2001-01-01 --to 2001-01-08"
        })
public final class VerifyCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Mixin
    private VerificationOptions options = new VerificationOptions();

    @Override
    public int place() {
        return 60;
    }

    @Override
    public ExitCode run(Console console) {
        TimeRange range = options.range();
        Pipeline pipeline = file.read(console);
        RequireRecord.require("verify", pipeline);
        try (Verification verification = Verification.open(pipeline, options.master())) {
            VerificationReport proof = verification.compare(range.from(), range.until());
            options.print(console, proof);
            Messages.of(proof).forEach(console::note);
            return proof.right() ? ExitCode.RIGHT : ExitCode.DRIFT;
        }
    }
}
