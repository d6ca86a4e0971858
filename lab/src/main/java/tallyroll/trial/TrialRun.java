package tallyroll.trial;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Strategy;
import tallyroll.report.Fault;
import tallyroll.report.Moment;
import tallyroll.report.State;
import tallyroll.report.ToRight;
import tallyroll.report.Trial;

/**
 * One strategy under one fault: half of the events undisturbed, the fault while the others come, then the totals at three moments.
 *
 * <p>The first moment lies before any settling, as with events of the last hours: the grace is longer than the trial. For the second
 * the pipeline is stopped and started with a grace that has passed for all buckets; a strategy without a record settles nothing. For
 * the third the sender sends every event again, with the same ids.
 */
final class TrialRun implements AutoCloseable {
    private static final int BATCHES = 4;
    private static final int LEAST_PER_BATCH = 1_000;

    private final Grounds grounds;
    private final Fault fault;
    private final Rig rig;
    private final Gauge gauge;
    private final List<Flight> flights;
    private final Totals right;
    private final ToRightWatch watch = new ToRightWatch(System::nanoTime);
    private final Map<Moment, State> states = new EnumMap<>(Moment.class);

    TrialRun(Grounds grounds, Strategy strategy, Fault fault, List<Flight> flights)
            throws IOException, InterruptedException {
        this.grounds = grounds;
        this.fault = fault;
        this.flights = flights;
        rig = new Rig(grounds, strategy, Rig.Purpose.ACCURACY, Math.max(LEAST_PER_BATCH, flights.size() / BATCHES));
        gauge = new Gauge(rig);
        right = rig.right(flights);
    }

    Trial.Measured run() throws IOException {
        new Script(this).play(fault);
        awaitWorkedOff();
        phaseEnded(Moment.AFTER_FAULT);
        if (rig.strategy().summaryMode().recorded()) {
            restart(Rig.AT_ONCE);
            gauge.awaitSettled(this::look);
            phaseEnded(Moment.AFTER_SETTLING);
        }
        if (fault != Fault.REPLAYED) {
            rig.send(Workload.json(flights));
            awaitWorkedOff();
            if (rig.strategy().summaryMode().recorded()) {
                gauge.awaitSettled(this::look);
            }
            phaseEnded(Moment.AFTER_REPLAY);
        }
        ToRight toRight = watch.toRight();
        return new Trial.Measured(fault, rig.sent(), states, toRight, String.join("; ", rig.notes()));
    }

    Rig rig() {
        return rig;
    }

    Grounds grounds() {
        return grounds;
    }

    Gauge gauge() {
        return gauge;
    }

    List<Flight> flights() {
        return flights;
    }

    void faultEnded() {
        watch.faultEnded();
    }

    void awaitWorkedOff() {
        gauge.awaitWorkedOff(this::look);
    }

    /** What was sent before the fault must be right, or the fault would be blamed for it. */
    void mustBeRight(List<Flight> sent) {
        Comparison comparison = Comparison.of(rig.right(sent), stored());
        if (!comparison.exact()) {
            throw new IllegalStateException("wrong before the fault: " + comparison);
        }
    }

    /** Stops the pipeline in order and starts it with another grace. */
    void restart(String grace) throws IOException {
        rig.stop();
        rig.start(grace);
    }

    /** Before the node goes away: what asks next connects anew. */
    void disconnect() {
        grounds.forgetSession();
        gauge.forgetSession();
    }

    private void look() {
        if (watch.isCurious()) {
            watch.look(compared().exact());
        }
    }

    private Totals stored() {
        return StoredTotals.read(
                grounds.session(), rig.keyspace(), rig.strategy().summaryMode());
    }

    private Comparison compared() {
        return Comparison.of(right, stored());
    }

    private void phaseEnded(Moment moment) {
        Comparison comparison = compared();
        watch.phaseEnded(comparison.exact());
        states.put(moment, comparison.state(gauge.lost(flights.size(), comparison)));
    }

    @Override
    public void close() {
        grounds.heal();
        gauge.close();
        rig.close();
        grounds.drop(rig.keyspace());
    }
}
