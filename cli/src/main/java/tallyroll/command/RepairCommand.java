package tallyroll.command;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Pipeline;
import tallyroll.verify.Repair;
import tallyroll.verify.RequireRecord;
import tallyroll.verify.Verification;
import tallyroll.verify.VerificationReport;

/** {@code tallyroll repair FILE}. */
@CommandLine.Command(
        name = "repair",
        description = "Verifies, then corrects exactly the rows that differ.",
        footer = {
            "",
            "Takes a batch number in the pipeline's own log, so it cannot race the stream; a running driver must be",
            "stopped first (exit code 4 says so).",
            "",
            "Example:",
            "  ./tallyroll repair examples/flights.yaml --dry-run"
        })
public final class RepairCommand implements Command {
    /** A pass reports so many drifts in full; a damage beyond that takes another pass. */
    private static final int MAX_PASSES = 100;

    @Mixin
    private DefinitionFile file;

    @Mixin
    private VerificationOptions options = new VerificationOptions();

    @Option(names = "--dry-run", description = "Only say what would be corrected.")
    private boolean dryRun;

    @Option(
            names = "--accept-loss",
            description = "Repair although the record has lost events: rows are lowered to what is left.")
    private boolean acceptLoss;

    @Override
    public int place() {
        return 70;
    }

    @Override
    public ExitCode run(Console console) {
        TimeRange range = options.range();
        Pipeline pipeline = file.read(console);
        RequireRecord.require("repair", pipeline);
        try (Verification verification = Verification.open(pipeline, options.master())) {
            VerificationReport proof = verification.compare(range.from(), range.until());
            options.print(console, proof);
            if (dryRun || proof.right()) {
                Messages.of(proof).forEach(console::note);
                return proof.right() ? ExitCode.RIGHT : ExitCode.DRIFT;
            }
            refuseLoss(pipeline, proof);
            return correct(console, verification, proof, range);
        }
    }

    private void refuseLoss(Pipeline pipeline, VerificationReport proof) {
        if (!proof.losses().isEmpty() && !acceptLoss) {
            throw Failure.failed("Cannot repair \"" + pipeline.name() + "\": its record has lost events, "
                    + proof.losses().get(0)
                    + (proof.losses().size() > 1 ? ", and " + (proof.losses().size() - 1) + " more buckets" : "")
                    + ". Repairing would lower right rows to what is left. Bring the events back (\"nodetool repair\", a backup),"
                    + " or say --accept-loss.");
        }
    }

    private static ExitCode correct(
            Console console, Verification verification, VerificationReport first, TimeRange range) {
        Repair repair = new Repair(verification, console::note);
        VerificationReport proof = first;
        long corrected = 0;
        for (int pass = 0; pass < MAX_PASSES && proof.drifted() > 0; pass++) {
            corrected += repair.correct(proof);
            proof = verification.compare(range.from(), range.until());
        }
        console.note("corrected %,d rows".formatted(corrected));
        Messages.of(proof).forEach(console::note);
        return proof.right() ? ExitCode.RIGHT : ExitCode.DRIFT;
    }
}
