package tallyroll.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.SummaryModes;

/** A report as a run might give it: the same seed, the same report. Nothing in it was measured. */
final class Synthetic {
    private static final long EVENTS = 200_000;
    private static final long GROUPS = 16_420;

    private final SplittableRandom random;

    private Synthetic(long seed) {
        random = new SplittableRandom(seed);
    }

    static LabReport report(long seed) {
        return new Synthetic(seed).report();
    }

    /** The same of some strategies and faults only. */
    static LabReport partial(List<Strategy> strategies, List<FaultKind> faults) {
        LabReport whole = report(1);
        LabReport partial = LabReport.begun(whole.runs().get(0));
        for (Strategy strategy : strategies) {
            for (FaultKind fault : faults) {
                partial = partial.with(
                        strategy,
                        whole.of(strategy).flatMap(found -> found.of(fault)).orElseThrow());
            }
        }
        return partial;
    }

    /** The same with a note of one's own. */
    static LabReport noted(String note) {
        LabReport report = report(1);
        Trial trial = new Trial.Failed(FaultKind.REPLAYED, note);
        Undisturbed none = new Undisturbed.Failed(note);
        return new LabReport(report.runs(), List.of(new StrategyReport(Strategy.IDEMPOTENT_WAL, none, List.of(trial))));
    }

    private LabReport report() {
        LabRun run = new LabRun(
                "./tallyroll lab --events 200000 --seed 7",
                7,
                EVENTS,
                EVENTS,
                Instant.parse("2026-11-25T18:47:00Z"),
                1_834,
                new Machine(2, "Example CPU @ 2.60GHz", 25_281_060_864L, "Example 17.0.17", "Linux 6.1"),
                new LabRun.Versions("0.1.0", "4.2.0", "4.3.1", "5.0.9"),
                List.of(
                        "These figures are invented by a test; nothing was measured.",
                        "All servers run on this one machine and share its cores with the strategy."));
        return new LabReport(
                List.of(run), Strategy.all().stream().map(this::strategy).toList());
    }

    private StrategyReport strategy(Strategy strategy) {
        List<Trial> trials = new ArrayList<>();
        for (FaultKind fault : FaultKind.values()) {
            trials.add(trial(strategy, fault));
        }
        return new StrategyReport(strategy, undisturbed(strategy), trials);
    }

    private Undisturbed undisturbed(Strategy strategy) {
        boolean log = strategy.ingestionMode().equals(IngestionModes.WAL);
        boolean recorded = strategy.summaryMode().recorded();
        double speed = Map.of(
                        SummaryModes.COUNTERS, 38_000, SummaryModes.PARTIALS, 112_000, SummaryModes.TOTALS, 94_000)
                .get(strategy.summaryMode());
        return new Undisturbed.Measured(
                around(log ? speed * 0.7 : speed),
                new Undisturbed.CpuMicros(
                        around(strategy.streaming() ? 8.2 : 2.4),
                        strategy.ingestionMode().equals(IngestionModes.DIRECT) ? around(0.9) : 0,
                        around(strategy.summaryMode().equals(SummaryModes.COUNTERS) ? 21 : 6)),
                new Undisturbed.StoredBytes(
                        around(strategy.summaryMode().equals(SummaryModes.PARTIALS) ? 4.6 : 5.9),
                        recorded ? around(41) : 0,
                        log ? around(176) : 0),
                exact());
    }

    private Trial trial(Strategy strategy, FaultKind fault) {
        if (fault == FaultKind.RECEIVER_KILLED && strategy.ingestionMode().equals(IngestionModes.DIRECT)) {
            return new Trial.NotApplicable(fault, Part.RECEIVER);
        }
        if (fault == FaultKind.KAFKA_RESTARTED && !strategy.ingestionMode().equals(IngestionModes.DIRECT)) {
            return new Trial.NotApplicable(fault, Part.KAFKA);
        }
        if (fault == FaultKind.TASK_RETRIED && !strategy.streaming()) {
            return new Trial.NotApplicable(fault, Part.TASKS);
        }
        if (fault == FaultKind.CASSANDRA_RESTARTED && strategy.equals(Strategy.AGGREGATES_WAL)) {
            return new Trial.Failed(
                    fault, "Cannot connect to Cassandra at 127.0.0.1:9042 within 120 s: connection refused");
        }
        return strategy.summaryMode().recorded() ? recorded(strategy, fault) : noRecord(strategy, fault);
    }

    private Trial recorded(Strategy strategy, FaultKind fault) {
        boolean killed = fault == FaultKind.RECEIVER_KILLED || fault == FaultKind.DRIVER_KILLED;
        if (fault == FaultKind.LOST_THEN_REPLAYED
                || (killed && strategy.ingestionMode().equals(IngestionModes.RECEIVER))) {
            return measured(fault, under(2_400), under(2_400), exact(), new RecoveryTime.After(around(21)));
        }
        boolean twice = fault == FaultKind.DUPLICATES || fault == FaultKind.REPLAYED;
        State first = twice ? over(fault == FaultKind.REPLAYED ? EVENTS : 9_000) : exact();
        RecoveryTime recovery =
                twice ? new RecoveryTime.After(around(9)) : new RecoveryTime.NotApplicable("right at every moment");
        return measured(fault, first, exact(), exact(), recovery);
    }

    private Trial noRecord(Strategy strategy, FaultKind fault) {
        boolean memory = strategy.ingestionMode().equals(IngestionModes.RECEIVER) && fault == FaultKind.RECEIVER_KILLED;
        if (memory || fault == FaultKind.LOST_THEN_REPLAYED) {
            return measured(fault, under(2_400), null, over(21_300), new RecoveryTime.Never());
        }
        boolean safe =
                switch (fault) {
                    case TASK_RETRIED, CASSANDRA_PAUSED ->
                        strategy.summaryMode().equals(SummaryModes.PARTIALS);
                    case CASSANDRA_RESTARTED, KAFKA_RESTARTED, LATE_BURST -> true;
                    default -> false;
                };
        if (safe) {
            RecoveryTime never = new RecoveryTime.NotApplicable("right at every moment");
            return measured(fault, exact(), null, over(EVENTS), never);
        }
        State state = over(fault == FaultKind.REPLAYED ? EVENTS : 6_100);
        return measured(fault, state, null, over(state.over() + EVENTS), new RecoveryTime.Never());
    }

    /** @param settled null where it was not compared */
    private Trial measured(FaultKind fault, State first, State settled, State last, RecoveryTime recovery) {
        Map<Moment, State> states = new EnumMap<>(Moment.class);
        states.put(Moment.AFTER_FAULT, first);
        if (settled != null) {
            states.put(Moment.AFTER_SETTLING, settled);
        }
        states.put(Moment.AFTER_REPLAY, last);
        return new Trial.Measured(
                fault,
                EVENTS + first.over(),
                states,
                recovery,
                "Done at event %,d.".formatted(random.nextLong(EVENTS)));
    }

    private static State exact() {
        return new State(GROUPS, 0, EVENTS, 0, 0, 0);
    }

    private State over(long about) {
        long count = about == EVENTS ? about : Math.round(around((double) about));
        return new State(GROUPS, Math.min(GROUPS, count), EVENTS, 0, count, 0);
    }

    private State under(long about) {
        long count = Math.round(around((double) about));
        return new State(GROUPS, Math.min(GROUPS, count), EVENTS, count, 0, count);
    }

    /** Within a tenth. */
    private double around(double value) {
        return value * (0.9 + 0.2 * random.nextDouble());
    }
}
