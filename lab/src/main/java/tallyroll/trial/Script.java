package tallyroll.trial;

import static tallyroll.sabotage.Strike.onceArmed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.Strategy.IngestionMode;
import tallyroll.report.Fault;
import tallyroll.report.Part;
import tallyroll.sabotage.Strike.Kind;
import tallyroll.server.Await;
import tallyroll.server.Life;

/**
 * How each fault is made to happen, at a known point. All begin alike: the first half of the events is sent and worked off. When a
 * script ends, every event has been sent and taken over, but for those that the fault keeps away.
 */
final class Script {
    /** Of some forty summary partitions of a batch. */
    private static final int SOME_WRITES = 20;

    /** More than one of the two tasks writes, so the task that fails has written something. */
    private static final int MOST_WRITES = 30;

    private static final int LOST_ANSWERS = 10;
    /** The pipeline's client waits for 12 s. */
    private static final Duration PAUSE = Duration.ofSeconds(14);

    private static final int ONE_IN_TWENTY = 20;
    private static final int ONE_IN_FIVE = 5;

    private final TrialRun trial;
    private final Rig rig;
    private final List<Flight> first;
    private final List<Flight> second;

    Script(TrialRun trial) {
        this.trial = trial;
        rig = trial.rig();
        List<Flight> flights = trial.flights();
        first = flights.subList(0, flights.size() / 2);
        second = flights.subList(flights.size() / 2, flights.size());
    }

    /** What a fault would happen to and this strategy does without, if it cannot happen. */
    static Optional<Part> missing(Strategy strategy, Fault fault) {
        boolean direct = strategy.ingestionMode() == IngestionMode.DIRECT;
        return Optional.ofNullable(
                switch (fault) {
                    case KAFKA_RESTARTED -> direct ? null : Part.KAFKA;
                    case RECEIVER_KILLED -> direct ? Part.RECEIVER : null;
                    case TASK_RETRIED -> strategy.streaming() ? null : Part.TASKS;
                    default -> null;
                });
    }

    void play(Fault fault) throws IOException {
        switch (fault) {
            case DRIVER_KILLED -> driverKilled();
            case TASK_RETRIED -> taskRetried();
            case CASSANDRA_PAUSED -> cassandraPaused();
            case RECEIVER_KILLED -> receiverKilled();
            case CASSANDRA_RESTARTED -> cassandraRestarted();
            case KAFKA_RESTARTED -> kafkaRestarted();
            case DUPLICATES -> duplicates();
            case LATE_BURST -> lateBurst();
            case LOST_THEN_REPLAYED -> lostThenReplayed();
            case REPLAYED -> replayed();
        }
    }

    private void sendFirst(List<Flight> flights, String... strikes) throws IOException {
        rig.start(Rig.NEVER, strikes);
        rig.send(Workload.json(flights));
        trial.awaitWorkedOff();
        trial.mustBeRight(flights);
    }

    private void driverKilled() throws IOException {
        sendFirst(first, onceArmed(Kind.HOLD_IN_APPLY, SOME_WRITES));
        rig.sendArmed(Workload.json(second));
        rig.awaitStrike();
        awaitAcknowledged();
        rig.engine().kill();
        rig.note("killed (-9) when %d summary partitions of a batch were written and the others not; started again"
                .formatted(SOME_WRITES));
        startedAgain();
    }

    /** The streaming ones acknowledge while a batch is held; the plain client only what it has counted. */
    private void awaitAcknowledged() {
        if (rig.strategy().streaming()) {
            rig.awaitSent();
        }
    }

    private void startedAgain() throws IOException {
        trial.faultEnded();
        rig.start(Rig.NEVER);
        rig.awaitSent();
    }

    private void taskRetried() throws IOException {
        sendFirst(first, onceArmed(Kind.FAIL_IN_APPLY, MOST_WRITES));
        rig.sendArmed(Workload.json(second));
        rig.awaitStrike();
        trial.faultEnded();
        rig.note("a task failed when %d summary partitions of its batch were written, and Spark ran it again"
                .formatted(MOST_WRITES));
        rig.awaitSent();
    }

    private void cassandraPaused() throws IOException {
        sendFirst(first, onceArmed(Kind.LOSE_ANSWERS, LOST_ANSWERS), onceArmed(Kind.WAIT_IN_APPLY, SOME_WRITES));
        rig.sendArmed(Workload.json(second));
        awaitDiary("%d writes are done".formatted(SOME_WRITES));
        trial.disconnect();
        trial.grounds().cassandra().pause();
        rig.go();
        // nothing is awaited here but the time itself
        Await.until(PAUSE, () -> false);
        trial.grounds().cassandra().resume();
        trial.faultEnded();
        rig.awaitSent();
        long unknown = rig.diaryLines().stream()
                .filter(line -> line.startsWith("sent after go: Unknown"))
                .count();
        rig.note(
                "the answers of %d done writes were lost; then Cassandra stood still for %d s amid a batch, longer than the 12 s its client waits"
                        .formatted(LOST_ANSWERS / 2, PAUSE.toSeconds()));
        rig.note("%d writes timed out".formatted(unknown));
    }

    private void awaitDiary(String line) throws IOException {
        rig.awaitStrike();
        boolean there = Await.until(Duration.ofSeconds(60), () -> {
            try {
                return rig.diaryLines().contains(line);
            } catch (IOException notYet) {
                return false;
            }
        });
        if (!there) {
            throw new IllegalStateException(
                    "the fault did not strike: \"%s\" is not among %s".formatted(line, rig.diaryLines()));
        }
    }

    private void receiverKilled() throws IOException {
        if (rig.strategy().ingestionMode() == IngestionMode.WAL) {
            receiverBeforeLogKilled();
        } else {
            receiverInProcessKilled();
        }
    }

    private void receiverInProcessKilled() throws IOException {
        boolean streaming = rig.strategy().streaming();
        sendFirst(first, streaming ? onceArmed(Kind.HOLD_AFTER_CLAIM, 0) : onceArmed(Kind.HOLD_IN_APPLY, SOME_WRITES));
        rig.sendArmed(Workload.json(second));
        rig.awaitStrike();
        awaitAcknowledged();
        if (streaming) {
            rig.note("killed (-9) with %,d acknowledged events in memory; started again".formatted(second.size()));
        } else {
            rig.note(
                    "killed (-9) when %d counters of a round were incremented and the others not; started again; the sender sent again what was not acknowledged"
                            .formatted(SOME_WRITES));
        }
        rig.engine().kill();
        startedAgain();
    }

    /** It dies between two requests' worth of events: the one half acknowledged and not read yet, the other sent and unanswered. */
    private void receiverBeforeLogKilled() throws IOException {
        rig.startApart(Rig.NEVER);
        rig.send(Workload.json(first));
        trial.awaitWorkedOff();
        trial.mustBeRight(first);
        List<byte[]> events = Workload.json(second);
        rig.engine().pause();
        rig.send(events.subList(0, events.size() / 2));
        rig.receiver().pause();
        rig.sendMeanwhile(events.subList(events.size() / 2, events.size()));
        rig.awaitInFlight();
        rig.receiver().kill();
        rig.engine().resume();
        trial.faultEnded();
        rig.startReceiver();
        rig.awaitSent();
        rig.note(
                "a receiver in a process of its own was killed (-9) with %,d events acknowledged and not yet read from the log, and others sent and unanswered; started again; the sender sent again what was not acknowledged"
                        .formatted(events.size() / 2));
    }

    private void cassandraRestarted() throws IOException {
        sendFirst(first, onceArmed(Kind.WAIT_IN_APPLY, SOME_WRITES));
        rig.sendArmed(Workload.json(second));
        rig.awaitStrike();
        trial.disconnect();
        trial.grounds().cassandra().stop();
        rig.go();
        trial.grounds().cassandra().start(Life.WITH_THIS_PROCESS);
        trial.grounds().cassandra().awaitReady();
        trial.faultEnded();
        rig.awaitSent();
        rig.note(
                "Cassandra was stopped when %d summary partitions of a batch were written, the others were tried while it was away"
                        .formatted(SOME_WRITES));
    }

    private void kafkaRestarted() throws IOException {
        sendFirst(first, onceArmed(Kind.WAIT_AFTER_CLAIM, 0));
        List<byte[]> events = Workload.json(second);
        rig.sendArmed(events.subList(0, events.size() / 2));
        rig.awaitStrike();
        trial.grounds().kafka().stop();
        rig.go();
        rig.sendMeanwhile(events.subList(events.size() / 2, events.size()));
        trial.grounds().kafka().start(Life.WITH_THIS_PROCESS);
        trial.grounds().kafka().awaitReady();
        trial.faultEnded();
        rig.awaitSent();
        rig.note(
                "the broker was stopped when a batch had been claimed and nothing of it read; a quarter of the events was sent while it was away");
    }

    private void duplicates() throws IOException {
        sendFirst(first);
        List<Flight> copies = Workload.every(ONE_IN_TWENTY / 2, first);
        List<Flight> mixed = new ArrayList<>(second);
        for (int i = 0; i < copies.size(); i++) {
            mixed.add((int) ((long) i * second.size() / copies.size()) + i, copies.get(i));
        }
        rig.send(Workload.json(mixed));
        trial.faultEnded();
        rig.note("%,d events, one in twenty, came a second time among later ones, in other batches"
                .formatted(copies.size()));
    }

    private void lateBurst() throws IOException {
        List<Flight> late = Workload.every(ONE_IN_FIVE, first);
        List<Flight> inTime = new ArrayList<>(Workload.without(ONE_IN_FIVE, first));
        inTime.addAll(second);
        sendFirst(inTime);
        if (rig.strategy().summaryMode().recorded()) {
            trial.restart(Rig.AT_ONCE);
            trial.gauge().awaitSettled(() -> {});
            trial.restart(Rig.NEVER);
            trial.gauge().awaitRunning();
        }
        rig.send(Workload.json(late));
        trial.faultEnded();
        rig.note("%,d events, one in ten, came at once when all their buckets were %s"
                .formatted(late.size(), rig.strategy().summaryMode().recorded() ? "settled" : "long past"));
    }

    private void lostThenReplayed() throws IOException {
        sendFirst(first);
        List<Flight> lost = Workload.every(ONE_IN_TWENTY / 2, second);
        rig.send(Workload.json(Workload.without(ONE_IN_TWENTY / 2, second)));
        trial.faultEnded();
        rig.note("%,d events, one in twenty, were never sent at first".formatted(lost.size()));
    }

    private void replayed() throws IOException {
        sendFirst(first);
        rig.send(Workload.json(second));
        trial.awaitWorkedOff();
        trial.mustBeRight(trial.flights());
        rig.send(Workload.json(trial.flights()));
        trial.faultEnded();
        rig.note("everything was sent a second time");
    }
}
