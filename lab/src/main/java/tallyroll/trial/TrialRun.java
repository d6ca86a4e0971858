package tallyroll.trial;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Strategy;
import tallyroll.report.FaultKind;
import tallyroll.report.Moment;
import tallyroll.report.State;
import tallyroll.report.Trial;

/**
 * One strategy under one fault: half of the events undisturbed, the fault while the others come, then the totals at three moments.
 *
 * <p>The first moment lies before any settling, as with events of the last hours: the grace is longer than the trial. For the second
 * the pipeline is stopped and started with a grace that has passed for all buckets; a strategy without a record settles nothing, and
 * is merely compared once more. For the third the sender sends every event again, with the same ids.
 */
final class TrialRun implements AutoCloseable {
    private static final int BATCHES = 4;
    private static final int MIN_PER_BATCH = 1_000;

    private final LabEnvironment environment;
    private final FaultKind fault;
    private final TestHarness harness;
    private final ProgressProbe probe;
    private final List<Flight> flights;
    private final Totals expected;
    private final RecoveryTimer recovery = new RecoveryTimer(System::nanoTime);
    private final Map<Moment, State> states = new EnumMap<>(Moment.class);

    TrialRun(LabEnvironment environment, Strategy strategy, FaultKind fault, List<Flight> flights)
            throws IOException, InterruptedException {
        this.environment = environment;
        this.fault = fault;
        this.flights = flights;
        harness = new TestHarness(
                environment, strategy, TestHarness.Purpose.ACCURACY, Math.max(MIN_PER_BATCH, flights.size() / BATCHES));
        probe = new ProgressProbe(harness);
        expected = harness.expected(flights);
    }

    Trial.Measured run() throws IOException {
        FaultScenario.of(fault).run(this);
        awaitDrained();
        endPhase(Moment.AFTER_FAULT);
        boolean recorded = harness.strategy().summaryMode().recorded();
        if (recorded) {
            restart(TestHarness.AT_ONCE);
            probe.awaitSettled(this::compareIfUseful);
        }
        endPhase(Moment.AFTER_SETTLING);
        if (fault != FaultKind.REPLAYED) {
            harness.send(Workload.json(flights));
            awaitDrained();
            if (recorded) {
                probe.awaitSettled(this::compareIfUseful);
            }
            endPhase(Moment.AFTER_REPLAY);
        }
        return new Trial.Measured(fault, harness.sent(), states, recovery.time(), String.join("; ", harness.notes()));
    }

    TestHarness harness() {
        return harness;
    }

    LabEnvironment environment() {
        return environment;
    }

    ProgressProbe probe() {
        return probe;
    }

    List<Flight> flights() {
        return flights;
    }

    List<Flight> firstHalf() {
        return flights.subList(0, flights.size() / 2);
    }

    List<Flight> secondHalf() {
        return flights.subList(flights.size() / 2, flights.size());
    }

    /** Starts the pipeline, with faults that happen in it once they are armed, and has it process events undisturbed. */
    void sendFirst(List<Flight> events, FaultSpec... faults) throws IOException {
        harness.start(TestHarness.NEVER, faults);
        sendDrainAndCheck(events, events);
    }

    /**
     * Sends events and waits until they are processed. What was sent before the fault must be right, or the fault would be blamed
     * for it.
     *
     * @param all what has been sent by then
     */
    void sendDrainAndCheck(List<Flight> events, List<Flight> all) {
        harness.send(Workload.json(events));
        awaitDrained();
        Comparison comparison = Comparison.of(harness.expected(all), stored());
        if (!comparison.exact()) {
            throw new IllegalStateException("the totals are wrong before the fault: " + comparison);
        }
    }

    /** Sends the first half undisturbed and the second half with a fault, and returns when the fault has happened. */
    void disturb(FaultSpec fault) throws IOException {
        sendFirst(firstHalf(), fault);
        harness.sendArmed(Workload.json(secondHalf()));
        harness.awaitFault();
    }

    /** The streaming strategies acknowledge while a batch is held; the plain client acknowledges only what it has counted. */
    void awaitAcknowledged() {
        if (harness.strategy().streaming()) {
            harness.awaitSent();
        }
    }

    /** Starts the pipeline again, which ends the fault. */
    void startAgain() throws IOException {
        faultEnded();
        harness.start(TestHarness.NEVER);
        harness.awaitSent();
    }

    void faultEnded() {
        recovery.faultEnded();
    }

    private void awaitDrained() {
        probe.awaitDrained(this::compareIfUseful);
    }

    /** Stops the pipeline in order and starts it with another grace. */
    void restart(String grace) throws IOException {
        harness.stop();
        harness.start(grace);
    }

    /** Before the node is stopped or frozen: whoever needs it next connects again. */
    void disconnect() {
        environment.disconnect();
        probe.disconnect();
    }

    private void compareIfUseful() {
        if (recovery.isOpen()) {
            recovery.compared(compared().exact());
        }
    }

    private Totals stored() {
        return StoredTotals.read(
                environment.session(), harness.keyspace(), harness.strategy().summaryMode());
    }

    private Comparison compared() {
        return Comparison.of(expected, stored());
    }

    private void endPhase(Moment moment) {
        Comparison comparison = compared();
        recovery.phaseEnded(comparison.exact());
        states.put(moment, comparison.state(probe.lost(flights.size(), comparison)));
    }

    @Override
    public void close() {
        environment.heal();
        probe.close();
        harness.close();
        environment.drop(harness.keyspace());
    }
}
