package tallyroll.trial;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.faultinjection.FaultLog;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.flights.Flight;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Strategy;
import tallyroll.report.FaultKind;
import tallyroll.report.Part;
import tallyroll.server.Await;
import tallyroll.server.Lifetime;

/**
 * How a kind of fault is made to happen, at a known point. All begin alike: the first half of the events is sent and drained. When
 * a scenario ends, every event has been sent and acknowledged, except those that the fault itself keeps back.
 */
sealed interface FaultScenario {
    /** Of some forty summary partitions of a batch. */
    int SOME_WRITES = 20;

    int ONE_IN_FIVE = 5;
    int ONE_IN_TEN = 10;

    static FaultScenario of(FaultKind kind) {
        return switch (kind) {
            case DRIVER_KILLED -> new DriverKilled();
            case TASK_RETRIED -> new TaskRetried();
            case CASSANDRA_PAUSED -> new CassandraPaused();
            case RECEIVER_KILLED -> new ReceiverKilled();
            case CASSANDRA_RESTARTED -> new CassandraRestarted();
            case KAFKA_RESTARTED -> new KafkaRestarted();
            case DUPLICATES -> new Duplicates();
            case LATE_BURST -> new LateBurst();
            case LOST_THEN_REPLAYED -> new LostThenReplayed();
            case REPLAYED -> new Replayed();
        };
    }

    /** The part that the fault would happen to and the strategy does without, if it cannot happen. */
    default Optional<Part> missing(Strategy strategy) {
        return Optional.empty();
    }

    void run(TrialRun trial) throws IOException;

    record DriverKilled() implements FaultScenario {
        @Override
        public void run(TrialRun trial) throws IOException {
            TestHarness harness = trial.harness();
            trial.disturb(FaultSpec.holdInApply(SOME_WRITES));
            trial.awaitAcknowledged();
            harness.engine().kill();
            harness.note(
                    "killed (-9) when %d summary partitions of a batch were written and the others not; started again"
                            .formatted(SOME_WRITES));
            trial.startAgain();
        }
    }

    record TaskRetried() implements FaultScenario {
        /** More than one of the two tasks writes, so the task that fails has written something. */
        private static final int MOST_WRITES = 30;

        @Override
        public Optional<Part> missing(Strategy strategy) {
            return strategy.streaming() ? Optional.empty() : Optional.of(Part.TASKS);
        }

        @Override
        public void run(TrialRun trial) throws IOException {
            TestHarness harness = trial.harness();
            trial.disturb(FaultSpec.failInApply(MOST_WRITES));
            trial.faultEnded();
            harness.note("a task failed when %d summary partitions of its batch were written, and Spark ran it again"
                    .formatted(MOST_WRITES));
            harness.awaitSent();
        }
    }

    record CassandraPaused() implements FaultScenario {
        private static final int LOST_ANSWERS = 10;
        /** The pipeline's client waits for 12 s. */
        private static final Duration PAUSE = Duration.ofSeconds(14);

        @Override
        public void run(TrialRun trial) throws IOException {
            TestHarness harness = trial.harness();
            trial.sendFirst(trial.firstHalf(), FaultSpec.loseAnswers(LOST_ANSWERS), FaultSpec.waitInApply(SOME_WRITES));
            harness.sendArmed(Workload.json(trial.secondHalf()));
            harness.awaitFault(FaultLog.writesDone(SOME_WRITES));
            trial.disconnect();
            trial.environment().cassandra().pause();
            harness.faultLog().release();
            // nothing is awaited here but the time itself
            Await.until(PAUSE, () -> false);
            trial.environment().cassandra().resume();
            trial.faultEnded();
            harness.awaitSent();
            long unknown = harness.faultLog().lines().stream()
                    .filter(line -> line.startsWith(FaultLog.SENT_AFTER_RELEASE + "Unknown"))
                    .count();
            harness.note(
                    "the answers to %d completed writes were lost; then Cassandra was frozen for %d s during a batch, longer than the 12 s its client waits"
                            .formatted(LOST_ANSWERS / 2, PAUSE.toSeconds()));
            harness.note("%d writes timed out".formatted(unknown));
        }
    }

    record ReceiverKilled() implements FaultScenario {
        @Override
        public Optional<Part> missing(Strategy strategy) {
            return strategy.ingestionMode().equals(IngestionModes.DIRECT)
                    ? Optional.of(Part.RECEIVER)
                    : Optional.empty();
        }

        @Override
        public void run(TrialRun trial) throws IOException {
            if (trial.harness().strategy().ingestionMode().equals(IngestionModes.WAL)) {
                killInOwnProcess(trial);
            } else {
                killInPipeline(trial);
            }
        }

        private static void killInPipeline(TrialRun trial) throws IOException {
            TestHarness harness = trial.harness();
            boolean streaming = harness.strategy().streaming();
            trial.disturb(streaming ? FaultSpec.holdAfterClaim() : FaultSpec.holdInApply(SOME_WRITES));
            trial.awaitAcknowledged();
            harness.note(
                    streaming
                            ? "killed (-9) with %,d acknowledged events in memory; started again"
                                    .formatted(trial.secondHalf().size())
                            : "killed (-9) when %d counters of a round were incremented and the others not; started again; the sender sent again what was not acknowledged"
                                    .formatted(SOME_WRITES));
            harness.engine().kill();
            trial.startAgain();
        }

        /** It dies between the events of two requests: half acknowledged and not yet read, half sent and not yet answered. */
        private static void killInOwnProcess(TrialRun trial) throws IOException {
            TestHarness harness = trial.harness();
            harness.startWithSeparateReceiver(TestHarness.NEVER);
            trial.sendDrainAndCheck(trial.firstHalf(), trial.firstHalf());
            List<byte[]> events = Workload.json(trial.secondHalf());
            harness.engine().pause();
            harness.send(events.subList(0, events.size() / 2));
            harness.receiver().pause();
            harness.sendInBackground(events.subList(events.size() / 2, events.size()));
            harness.awaitInFlight();
            harness.receiver().kill();
            harness.engine().resume();
            trial.faultEnded();
            harness.startReceiver();
            harness.awaitSent();
            harness.note(
                    "a receiver in a process of its own was killed (-9) with %,d events acknowledged and not yet read from the log, and others sent and unanswered; started again; the sender sent again what was not acknowledged"
                            .formatted(events.size() / 2));
        }
    }

    record CassandraRestarted() implements FaultScenario {
        @Override
        public void run(TrialRun trial) throws IOException {
            TestHarness harness = trial.harness();
            trial.disturb(FaultSpec.waitInApply(SOME_WRITES));
            trial.disconnect();
            trial.environment().cassandra().stop();
            harness.faultLog().release();
            trial.environment().cassandra().start(Lifetime.WITH_THIS_PROCESS);
            trial.environment().cassandra().awaitReady();
            trial.faultEnded();
            harness.awaitSent();
            harness.note(
                    "Cassandra was stopped when %d summary partitions of a batch were written; the others were tried while it was down"
                            .formatted(SOME_WRITES));
        }
    }

    record KafkaRestarted() implements FaultScenario {
        @Override
        public Optional<Part> missing(Strategy strategy) {
            return strategy.ingestionMode().equals(IngestionModes.DIRECT) ? Optional.empty() : Optional.of(Part.KAFKA);
        }

        @Override
        public void run(TrialRun trial) throws IOException {
            TestHarness harness = trial.harness();
            trial.sendFirst(trial.firstHalf(), FaultSpec.waitAfterClaim());
            List<byte[]> events = Workload.json(trial.secondHalf());
            harness.sendArmed(events.subList(0, events.size() / 2));
            harness.awaitFault();
            trial.environment().kafka().stop();
            harness.faultLog().release();
            harness.sendInBackground(events.subList(events.size() / 2, events.size()));
            trial.environment().kafka().start(Lifetime.WITH_THIS_PROCESS);
            trial.environment().kafka().awaitReady();
            trial.faultEnded();
            harness.awaitSent();
            harness.note(
                    "the broker was stopped when a batch had been claimed and nothing of it read; a quarter of the events was sent while it was down");
        }
    }

    record Duplicates() implements FaultScenario {
        @Override
        public void run(TrialRun trial) throws IOException {
            trial.sendFirst(trial.firstHalf());
            List<Flight> copies = Workload.every(ONE_IN_TEN, trial.firstHalf());
            List<Flight> mixed = new ArrayList<>(trial.secondHalf());
            for (int i = 0; i < copies.size(); i++) {
                mixed.add((int) ((long) i * trial.secondHalf().size() / copies.size()) + i, copies.get(i));
            }
            trial.harness().send(Workload.json(mixed));
            trial.faultEnded();
            trial.harness()
                    .note("%,d events, one in twenty, came a second time among later ones, in other batches"
                            .formatted(copies.size()));
        }
    }

    record LateBurst() implements FaultScenario {
        @Override
        public void run(TrialRun trial) throws IOException {
            TestHarness harness = trial.harness();
            boolean recorded = harness.strategy().summaryMode().recorded();
            List<Flight> late = Workload.every(ONE_IN_FIVE, trial.firstHalf());
            List<Flight> inTime = new ArrayList<>(Workload.without(ONE_IN_FIVE, trial.firstHalf()));
            inTime.addAll(trial.secondHalf());
            trial.sendFirst(inTime);
            if (recorded) {
                trial.restart(TestHarness.AT_ONCE);
                trial.probe().awaitSettled(() -> {});
                trial.restart(TestHarness.NEVER);
                trial.probe().awaitRunning();
            }
            harness.send(Workload.json(late));
            trial.faultEnded();
            harness.note("%,d events, one in ten, came together when all their buckets were %s"
                    .formatted(late.size(), recorded ? "settled" : "long past"));
        }
    }

    record LostThenReplayed() implements FaultScenario {
        @Override
        public void run(TrialRun trial) throws IOException {
            trial.sendFirst(trial.firstHalf());
            List<Flight> lost = Workload.every(ONE_IN_TEN, trial.secondHalf());
            trial.harness().send(Workload.json(Workload.without(ONE_IN_TEN, trial.secondHalf())));
            trial.faultEnded();
            trial.harness().note("%,d events, one in twenty, were not sent at first".formatted(lost.size()));
        }
    }

    record Replayed() implements FaultScenario {
        @Override
        public void run(TrialRun trial) throws IOException {
            trial.sendFirst(trial.firstHalf());
            trial.sendDrainAndCheck(trial.secondHalf(), trial.flights());
            trial.harness().send(Workload.json(trial.flights()));
            trial.faultEnded();
            trial.harness().note("everything was sent a second time");
        }
    }
}
