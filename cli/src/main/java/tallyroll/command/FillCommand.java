package tallyroll.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.FormatOption;
import tallyroll.control.Request;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.run.GapRefill;
import tallyroll.run.MaintenanceRun;
import tallyroll.store.Stores;
import tallyroll.verify.RequireRecord;
import tallyroll.verify.Verification;

/** {@code tallyroll fill FILE}. */
@CommandLine.Command(
        name = "fill",
        description = "Brings in what gaps lack, from the source or from elsewhere, and says what filled them.",
        footer = {
            "",
            "Without EVENTS the positions of gaps are read from the pipeline's own topic again, where it still has them: what was",
            "skipped on purpose, or left out at the beginning. With EVENTS, as of \"import\", those are brought in, and the gaps that",
            "--gap names, or all, are taken for filled by them. A gap stays written down, with when, by which batch and from what it",
            "was filled; one of which a part cannot be had stays open, with what is missing, and the exit code is 1.",
            "Doing it twice changes nothing, and it runs beside the stream, as an import does.",
            "",
            "Example:",
            "  ./tallyroll fill examples/flights.yaml",
            "  ./tallyroll fill examples/flights.yaml examples/flights.ndjson --all --reason \"sent again by the archive\""
        })
public final class FillCommand implements Command {
    /** A request is one row of a table. */
    private static final int MAX_GAPS = 1_000;

    private static final int MAX_REASON = 200;

    @Mixin
    private DefinitionFile file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "EVENTS",
            description = "Files, directories or patterns; a topic; tables; see \"import\".")
    private List<String> events = new ArrayList<>();

    @Option(
            names = "--gap",
            paramLabel = "ID",
            description = "A gap, as \"status\" names it; may be given several times (default, without EVENTS: all).")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "EVENTS fill all gaps that are open.")
    private boolean all;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why, for whoever looks at the gap later: it is kept with it.")
    private String reason = "";

    @Mixin
    private ImportOptions options = new ImportOptions();

    @Mixin
    private MasterOption spark = new MasterOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 77;
    }

    @Override
    public ExitCode run(Console console) throws InterruptedException {
        check();
        Pipeline pipeline = file.read(console);
        RequireRecord.require("fill gaps of", pipeline);
        Verification.requireTables("fill gaps of", pipeline);
        Stores stores = Stores.reading(pipeline);
        GapStore gaps = stores.record().gaps();
        List<Gap> open = chosen(gaps);
        if (open.isEmpty()) {
            console.say("nothing to do: " + (ids.isEmpty() ? "no gap is open" : "what is named is filled already"));
            return ExitCode.RIGHT;
        }
        GapRefill.Plan plan = events.isEmpty() ? again(pipeline, stores, open) : elsewhere(pipeline, console, open);
        for (Request.Import work : plan.imports()) {
            carryOut(pipeline, work, console);
        }
        return said(console, gaps, open, plan.left());
    }

    private void check() {
        options.check();
        if (!events.isEmpty() && all != ids.isEmpty()) {
            throw Failure.usage(
                    "Say which gaps these events fill: --gap ID, as \"./tallyroll status\" names it, or --all;"
                            + " one of the two");
        }
        if (events.isEmpty()) {
            options.requireOfEvents();
        }
        if (reason.length() > MAX_REASON) {
            throw Failure.usage("Cannot keep a --reason of " + reason.length() + " characters: at most " + MAX_REASON);
        }
    }

    private List<Gap> chosen(GapStore gaps) {
        if (ids.isEmpty()) {
            return gaps.newest(MAX_GAPS, Gap::open);
        }
        Set<String> named = new HashSet<>(ids);
        List<Gap> found = gaps.newest(Integer.MAX_VALUE, gap -> named.contains(gap.id()));
        found.forEach(gap -> named.remove(gap.id()));
        if (!named.isEmpty()) {
            throw Failure.usage(
                    "Cannot fill " + String.join(", ", named)
                            + ": there is no such gap. \"./tallyroll status --gaps 100\" names them, as BATCH:SOURCE/PARTITION/FROM");
        }
        return found.stream().filter(Gap::open).toList();
    }

    private GapRefill.Plan again(Pipeline pipeline, Stores stores, List<Gap> open) {
        return new GapRefill(pipeline, stores.control().read(pipeline.name()).orElseThrow())
                .of(open, options.rate(), reason);
    }

    private GapRefill.Plan elsewhere(Pipeline pipeline, Console console, List<Gap> open) {
        Request.Import found = options.find(pipeline, console, events);
        String with = options.words(events) + (reason.isEmpty() ? "" : ": " + reason);
        List<Request.FilledGap> fills = open.stream()
                .map(gap -> new Request.FilledGap(
                        gap.batch(), gap.range(), gap.range().from(), with))
                .toList();
        return new GapRefill.Plan(List.of(found.filling(fills)), List.of());
    }

    private void carryOut(Pipeline pipeline, Request.Import work, Console console) throws InterruptedException {
        Request done = MaintenanceRun.carryOut(pipeline, work, spark.master(), new RequestLines(console));
        if (done.progress().state() == Request.State.FAILED) {
            throw Failure.failed(done.progress().message());
        }
    }

    private ExitCode said(Console console, GapStore gaps, List<Gap> asked, List<GapRefill.Left> left) {
        Set<String> named = new HashSet<>(asked.stream().map(Gap::id).toList());
        List<Gap> now = gaps.newest(Integer.MAX_VALUE, gap -> named.contains(gap.id()));
        console.print(format.format(), GapTable.of(now));
        left.forEach(one -> console.note("gap " + one.gap().id() + " is not filled, or not all of it: " + one.why()));
        long open = now.stream().filter(Gap::open).count();
        if (open > 0) {
            throw Failure.failed(
                    "%,d of %,d gaps are still open. Where their events are elsewhere, name those: fill FILE EVENTS --gap ID"
                            .formatted(open, now.size()));
        }
        return ExitCode.RIGHT;
    }
}
