package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.cli.ExitCode;
import tallyroll.client.ClientRun;
import tallyroll.client.Totals;
import tallyroll.control.Claim;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.publish.Disorder;
import tallyroll.publish.FlightJson;
import tallyroll.publish.Message;
import tallyroll.publish.Publisher;
import tallyroll.publish.Topics;
import tallyroll.record.Gap;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServers;
import tallyroll.server.TestServers;

/** Counters without Spark, from a real topic into real counter tables. */
class CountersIT {
    private static final int EVENTS = 8_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "at-most-once"})
    void run_onceThrough_countsWhatTheOracleCounts(String delivery) throws InterruptedException {
        CounterScenario scenario = CounterScenario.of(directory, RecordedTopic.shared(), delivery, "1s");

        Totals totals = scenario.runOnce();

        scenario.mustBeRight(RecordedTopic.shared().records());
        assertThat(totals.read()).isEqualTo(6_012);
        assertThat(totals.counted()).isEqualTo(6_000);
        assertThat(totals.deadLetters()).isEqualTo(12);
        assertThat(totals.unknown()).isZero();
        assertThat(scenario.deadLetters()).hasSize(12).allSatisfy(letter -> assertThat(letter.source())
                .isEqualTo(RecordedTopic.shared().topic()));
        assertThat(scenario.lag()).isZero();
        assertThat(scenario.runOnce()).as("what a second run reads").isEqualTo(Totals.NONE);
    }

    @Test
    void query_counters_answers() throws InterruptedException {
        CounterScenario scenario = CounterScenario.of(directory, RecordedTopic.shared(), "at-least-once", "1s");
        scenario.runOnce();
        long flights = scenario.counted().entrySet().stream()
                .filter(hour -> hour.getKey().startsWith("APA 2001-03-01"))
                .mapToLong(Map.Entry::getValue)
                .sum();

        CounterScenario.Answer answer = scenario.tallyroll(
                "query", "by_origin", "origin=APA", "--from", "2001-03-01", "--every", "1d", "--format", "csv");

        assertThat(answer.code()).as(answer.text()).isEqualTo(ExitCode.RIGHT);
        assertThat(answer.text()).contains("flights").contains("," + flights + ",");
    }

    @Test
    void clients_two_shareTheTopicAndHandPartitionsOverWithoutCountingTwice() throws Exception {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 3_000, Disorder.none(5, RecordedTopic.PARTITIONS));
        CounterScenario scenario = CounterScenario.of(directory, topic, "at-least-once", "1s");
        try (ClientRun first = scenario.open();
                ClientRun second = scenario.open()) {
            CompletableFuture<Void> firstRun = CompletableFuture.runAsync(() -> run(first));
            until(scenario, () -> scenario.sum() > 0);
            CompletableFuture<Void> secondRun = CompletableFuture.runAsync(() -> run(second));
            until(scenario, () -> scenario.logLines().stream().anyMatch(line -> line.startsWith("gave up")));

            topic.publish(3_000, 6_000, Disorder.none(6, RecordedTopic.PARTITIONS));
            until(scenario, () -> scenario.lag() == 0);
            second.stop();
            secondRun.get(1, TimeUnit.MINUTES);
            topic.publish(6_000, 7_000, Disorder.none(7, RecordedTopic.PARTITIONS));
            until(scenario, () -> scenario.lag() == 0);
            first.stop();
            firstRun.get(1, TimeUnit.MINUTES);

            assertThat(second.totals().read()).isPositive();
            assertThat(first.totals().plus(second.totals()).counted()).isEqualTo(7_000);
        }
        scenario.mustBeRight(topic.records());
    }

    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "at-most-once"})
    void kill_whileCounting_errsOnTheChosenSide(String delivery) {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, EVENTS, Disorder.none(8, RecordedTopic.PARTITIONS));
        CounterScenario scenario = CounterScenario.of(directory, topic, delivery, "0s");
        scenario.open().close();

        long killedAt = killWhileCounting(scenario);
        try (ChildProcess child = scenario.start("--once")) {
            assertThat(child.exit()).as(child.printed()).isEqualTo(ExitCode.RIGHT.number());
        }

        assertThat(killedAt).as("counted when it was killed").isLessThan(EVENTS);
        Map<String, Long> expected = new HashMap<>();
        for (int number = 0; number < EVENTS; number++) {
            long minute = topic.flight(number).minute();
            Instant hour = Instant.ofEpochSecond(minute / 60 * 3_600);
            expected.merge(topic.flight(number).origin() + " " + hour, 1L, Long::sum);
        }
        Map<String, Long> counted = scenario.counted();
        assertThat(expected).allSatisfy((row, flights) -> {
            if (delivery.equals("at-least-once")) {
                assertThat(counted.getOrDefault(row, 0L)).as(row).isGreaterThanOrEqualTo(flights);
            } else {
                assertThat(counted.getOrDefault(row, 0L)).as(row).isLessThanOrEqualTo(flights);
            }
        });
    }

    @Test
    void sigterm_whileCounting_countsWhatWasTakenAndTheNextGoesOn() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, EVENTS, Disorder.none(9, RecordedTopic.PARTITIONS));
        CounterScenario scenario = CounterScenario.of(directory, topic, "at-least-once", "1s");
        scenario.open().close();
        try (ChildProcess child = scenario.start()) {
            until(scenario, () -> scenario.sum() > 0);
            child.terminate();
            assertThat(child.exit()).as(child.printed()).isEqualTo(ExitCode.RIGHT.number());
            assertThat(child.printed())
                    .contains("stopping when what was taken is counted")
                    .contains("read ");
        }

        try (ChildProcess child = scenario.start("--once")) {
            assertThat(child.exit()).as(child.printed()).isEqualTo(ExitCode.RIGHT.number());
        }

        scenario.mustBeRight(topic.records());
    }

    @Test
    void offsets_deletedBeforeTheyWereRead_areAGapAndReadingGoesOn() throws Exception {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publishTo(1, 0, 100);
        CounterScenario scenario = CounterScenario.of(directory, topic, "at-least-once", "0s");
        scenario.runOnce();
        topic.publishTo(1, 100, 200);
        TopicPartition partition = new TopicPartition(topic.topic(), 1);
        TestServers.shared()
                .admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(150)))
                .all()
                .get();

        Totals totals = scenario.runOnce();

        assertThat(totals.counted()).isEqualTo(50);
        assertThat(scenario.logLines()).anyMatch(line -> line.startsWith("gap: offsets 100 to 149 of " + partition));
        assertThat(scenario.gaps()).extracting(Gap::range).containsExactly(new Claim.Range(topic.topic(), 1, 100, 150));
    }

    @Test
    void broker_killedAndRestartedWhileCounting_countsEachRecordOnce() throws Exception {
        LocalServers servers = LocalServers.onFreePorts(directory.resolve("servers"));
        try {
            servers.kafka().start(Lifetime.WITH_THIS_PROCESS);
            servers.kafka().awaitReady();
            Topics.fresh(servers.bootstrap(), "flights", 2);
            RecordedTopic flights = RecordedTopic.blank();
            publish(servers.bootstrap(), flights);
            CounterScenario scenario =
                    CounterScenario.of(directory, servers.bootstrap(), "flights", "at-least-once", "0s");
            try (ClientRun client = scenario.open()) {
                CompletableFuture<Void> run = CompletableFuture.runAsync(() -> run(client));
                until(scenario, () -> scenario.sum() > 0);
                servers.kafka().kill();
                servers.kafka().start(Lifetime.WITH_THIS_PROCESS);
                servers.kafka().awaitReady();
                until(scenario, () -> scenario.sum() >= EVENTS);
                client.stop();
                run.get(2, TimeUnit.MINUTES);
                assertThat(client.totals().read()).isEqualTo(EVENTS);
            }
            assertThat(scenario.sum()).isEqualTo(EVENTS);
            assertThat(scenario.lag()).isZero();
        } finally {
            servers.kafka().kill();
        }
    }

    /** Starts a client, and kills it as soon as it has counted something. @return how much */
    private static long killWhileCounting(CounterScenario scenario) {
        try (ChildProcess child = scenario.start()) {
            until(scenario, () -> scenario.sum() > 0);
            child.kill();
            return scenario.sum();
        }
    }

    private static void publish(String bootstrap, RecordedTopic topic) {
        FlightJson json = FlightJson.plain();
        try (Publisher publisher = new Publisher(bootstrap, "flights")) {
            publisher.publish(
                    IntStream.range(0, EVENTS)
                            .mapToObj(number -> new Message(number % 2, json.apply(topic.flight(number))))
                            .iterator(),
                    sent -> {});
        }
    }

    private static void run(ClientRun run) {
        try {
            run.run();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static void until(CounterScenario scenario, BooleanSupplier condition) {
        Waiting.until(condition, () -> "counted " + scenario.sum() + ", reported " + List.copyOf(scenario.logLines()));
    }
}
