package tallyroll.sim;

import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.Progress;

/** {@code sim}: the whole protocol in simulated worlds, each decided by one number. */
@CommandLine.Command(
        name = "sim",
        description = "Runs the whole protocol in simulated worlds full of faults and judges every commit.",
        footer = {
            "",
            "A seed decides a world: its events, batches, faults, delays and which driver runs when. The same seed gives",
            "the same trace. No server is needed. If something is found, the first line is the command that repeats it,",
            "and the exit code is 1.",
            "",
            "Example:",
            "  ./tallyroll sim --seeds 1000"
        })
public final class SimCommand implements Command {
    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "How many seeds to run (default: 10000, with --seed: 1).")
    private Long seeds;

    @Option(names = "--seed", paramLabel = "S", description = "The first seed to run (default: 1).")
    private Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Worlds at a time (default: as many as there are processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--trace", description = "Print what happens in each world, line by line.")
    private boolean trace;

    @Option(
            names = "--off",
            paramLabel = "RULE",
            description = "Switch a rule of correctness off, to see the judge find it: ${COMPLETION-CANDIDATES}.")
    private Set<Off> off = EnumSet.noneOf(Off.class);

    @Override
    public int place() {
        return 143;
    }

    @Override
    public ExitCode run(Console console) {
        long first = seed == null ? 1 : seed;
        long count = seeds != null ? seeds : seed == null ? 10_000 : 1;
        if (count < 1 || threads < 1) {
            throw Failure.usage("Cannot run " + count + " seeds in " + threads
                    + " threads: --seeds and --threads must be at least 1");
        }
        return trace ? traced(console, first, count) : campaign(console, first, count);
    }

    private ExitCode traced(Console console, long first, long count) {
        boolean right = true;
        for (long each = first; each < first + count; each++) {
            World.Report report = new World(each, off).run();
            report.trace().forEach(console::say);
            print(console, report);
            right &= report.broken().isEmpty();
        }
        return right ? ExitCode.RIGHT : ExitCode.FAILED;
    }

    private ExitCode campaign(Console console, long first, long count) {
        long start = System.nanoTime();
        Campaign.Outcome outcome;
        try (Progress progress = console.progress("simulating", "worlds", count)) {
            outcome = new Campaign(off, threads).run(first, count, progress::step);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        outcome.broken().forEach(report -> print(console, report));
        console.say("%,d worlds from seed %d in %.1f s, %d broken"
                .formatted(outcome.seeds(), first, seconds, outcome.broken().size()));
        return outcome.broken().isEmpty() ? ExitCode.RIGHT : ExitCode.FAILED;
    }

    private void print(Console console, World.Report report) {
        if (!report.broken().isEmpty()) {
            console.say(report.command());
            report.broken().forEach(found -> console.say("  " + found));
        }
    }
}
