package tallyroll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static tallyroll.client.CountingPipeline.batch;
import static tallyroll.client.CountingPipeline.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallyroll.client.FaultyCounters.Fault;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.EventBatch;
import tallyroll.record.DeadLetter;
import tallyroll.record.MemoryRecord;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.StoreException;

class CounterSinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant STARTED = Instant.parse("2024-05-01T00:00:00.007Z");
    private static final String MIN = "at-least-once";
    private static final String MAX = "at-most-once";

    private final FaultyCounters store = new FaultyCounters();
    private final MemoryRecord record = new MemoryRecord();
    private final List<RuntimeException> failures = new ArrayList<>();
    private Pipeline pipeline;
    private CounterSink sink;

    @AfterEach
    void close() {
        store.openGate();
        sink.close();
    }

    @Test
    void offer_undisturbed_countsEveryEventInEveryGranularity() {
        open(MIN, "0s", 1 << 20).start();

        IntStream.range(0, 60).forEach(i -> await(offer(batch(event("here", i % 3, i), event("there", 5, 1)))));

        assertThat(hour("here", 0))
                .containsExactly(20, IntStream.range(0, 20).map(i -> 3 * i).sum());
        assertThat(hour("there", 5)).containsExactly(60, 60);
        assertThat(day("here")).containsExactly(60, 59 * 30);
        assertThat(sink.totals().read()).isEqualTo(120);
    }

    @Test
    void offer_whileGathering_addsOnceToEachCounter() {
        open(MIN, "60s", 1 << 20).start();
        List<CompletionStage<Void>> stages = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> stages.add(offer(batch(event("here", 1, 2)))));
        assertThat(store.rows()).isZero();

        sink.hurry();
        stages.forEach(CounterSinkTest::await);

        assertThat(store.rows()).as("rows added to: an hour and a day").isEqualTo(2);
        assertThat(sink.totals()).isEqualTo(new Totals(500, 500, 0, 2, 0));
        assertThat(day("here")).containsExactly(500, 1_000);
    }

    @Test
    void offer_windowFull_isSentWithoutWaiting() {
        open(MIN, "60s", 1 << 20).start();

        CompletionStage<Void> stage = offer(batch(
                IntStream.range(0, 4).mapToObj(hour -> event("here", hour, 1)).toArray(String[]::new)));

        await(stage);
        assertThat(day("here")).containsExactly(4, 4);
    }

    @Test
    void atLeastOnce_stage_completesAfterTheIncrementsOnly() {
        open(MIN, "0s", 1 << 20).start();
        store.closeGate();

        CompletableFuture<Void> stage = offer(batch(event("here", 1, 1))).toCompletableFuture();
        assertThat(stage).isNotDone();
        store.openGate();

        await(stage);
        assertThat(day("here")).containsExactly(1, 1);
    }

    @Test
    void atMostOnce_stage_completesBeforeTheIncrements() {
        open(MAX, "0s", 1 << 20).start();
        store.closeGate();

        assertThat(offer(batch(event("here", 1, 1)))).isCompleted();
        assertThat(day("here")).containsExactly(0, 0);
    }

    @Test
    void atLeastOnce_answerLost_countsTwice() {
        open(MIN, "0s", 1 << 20).start();
        store.next(Fault.ANSWER_LOST);

        await(offer(batch(event("here", 1, 1))));

        assertThat(day("here")).as("the day's is sent first").containsExactly(2, 2);
        assertThat(hour("here", 1)).containsExactly(1, 1);
        assertThat(sink.totals().unknown()).isEqualTo(1);
    }

    @Test
    void atLeastOnce_requestLost_countsOnce() {
        open(MIN, "0s", 1 << 20).start();
        store.next(Fault.REQUEST_LOST);

        await(offer(batch(event("here", 1, 1))));

        assertThat(day("here")).containsExactly(1, 1);
    }

    @Test
    void atMostOnce_requestLost_isNotCounted() {
        open(MAX, "0s", 1 << 20).start();
        store.next(Fault.REQUEST_LOST, Fault.ANSWER_LOST);

        offer(batch(event("here", 1, 1)));
        sink.close();

        assertThat(day("here")).containsExactly(0, 0);
        assertThat(hour("here", 1)).containsExactly(1, 1);
        assertThat(sink.totals()).isEqualTo(new Totals(1, 1, 0, 2, 2));
    }

    @Test
    void atMostOnce_refused_isSentAgainForNothingWasAdded() {
        open(MAX, "0s", 1 << 20).start();
        store.next(Fault.REFUSED, Fault.REFUSED);

        offer(batch(event("here", 1, 1)));
        sink.close();

        assertThat(day("here")).containsExactly(1, 1);
    }

    @Test
    void offer_full_isRefusedUntilThereIsRoom() throws InterruptedException {
        open(MIN, "0s", 100);
        EventBatch big = batch(event("here", 1, 1), event("here", 1, 1));

        CompletionStage<Void> first = sink.offer(big).orElseThrow();
        assertThat(sink.offer(big)).isEmpty();
        assertThat(sink.awaitRoom(big.weight(), Duration.ZERO)).isFalse();
        sink.start();

        await(first);
        assertThat(sink.awaitRoom(big.weight(), PATIENCE)).isTrue();
        await(offer(big));
        assertThat(day("here")).containsExactly(4, 4);
    }

    @Test
    void offer_broken_isADeadLetterUnderTheTimeOfTheStart() {
        open(MIN, "0s", 1 << 20).start();

        await(offer(batch(event("here", 1, 1))));
        await(offer(batch("{", event("here", 1, 1), "{\"at\":\"never\"}")));

        assertThat(record.deadLetters(10))
                .extracting(DeadLetter::batch, DeadLetter::source, DeadLetter::partition, DeadLetter::offset)
                .containsExactlyInAnyOrder(
                        tuple(STARTED.toEpochMilli(), "events", 77, 1L),
                        tuple(STARTED.toEpochMilli(), "events", 77, 3L));
        assertThat(sink.totals()).isEqualTo(new Totals(4, 2, 2, 4, 0));
    }

    @Test
    void take_placedEvents_keepTheirPlaceAndTombstonesAreDeadLetters() {
        open(MIN, "0s", 1 << 20).start();
        PositionedEventBatch placed =
                new PositionedEventBatch(batch("", event("here", 1, 1), "[]"), 3, i -> 1_000 + 10 * i, i -> i == 0);

        await(sink.take(placed).orElseThrow());

        assertThat(record.deadLetters(10))
                .extracting(
                        DeadLetter::partition,
                        DeadLetter::offset,
                        DeadLetter::code,
                        letter -> new String(letter.payload(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(tuple(3, 1_000L, "no-value", ""), tuple(3, 1_020L, "not-json", "[]"));
    }

    @Test
    void take_tombstonesWhereIgnored_areNothing() {
        open(CountingPipeline.ignoringTombstones(), 1 << 20).start();
        PositionedEventBatch placed =
                new PositionedEventBatch(batch("", event("here", 1, 1)), 3, i -> 1_000 + 10 * i, i -> i == 0);

        await(sink.take(placed).orElseThrow());

        assertThat(record.deadLetters(10)).isEmpty();
        assertThat(sink.totals()).isEqualTo(new Totals(1, 1, 0, 2, 0));
    }

    @Test
    void close_gathering_countsWhatWasTaken() {
        open(MIN, "60s", 1 << 20).start();
        CompletionStage<Void> stage = offer(batch(event("here", 1, 1)));

        sink.close();

        assertThat(stage).isCompleted();
        assertThat(day("here")).containsExactly(1, 1);
        assertThat(sink.offer(batch(event("here", 1, 1)))).isEmpty();
    }

    @Test
    void store_goesOnRefusing_failsWhatIsUnderWayAndWhatComes() {
        open(MIN, "0s", 1 << 20).start();
        store.next(Fault.REFUSED, Fault.REFUSED, Fault.REFUSED, Fault.REFUSED);

        CompletionStage<Void> stage = offer(batch(event("here", 1, 1)));

        assertThat(stage)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withRootCauseInstanceOf(StoreException.class)
                .withMessageContaining("Cannot increment \"by_place_1d\" period 2001: not written after 4 attempts"
                        + " (refused by the test). See that Cassandra answers.");
        assertThat(failures).hasSize(1);
        assertThat(offer(batch(event("here", 1, 1)))).isCompletedExceptionally();
    }

    private CounterSink open(String delivery, String coalesce, long maxBytes) {
        return open(CountingPipeline.of(delivery, coalesce), maxBytes);
    }

    private CounterSink open(Pipeline counting, long maxBytes) {
        pipeline = counting;
        Window.Outlet outlet = new Window.Outlet(
                store,
                new DeadLetterWriter(record, "events", STARTED),
                RetryPolicy.immediately(4),
                InstantSource.system());
        sink = new CounterSink(
                new Window(pipeline, Expressions.NONE, outlet, 4),
                pipeline.counting(),
                new CounterSink.Room(maxBytes, 77),
                totals -> {},
                failures::add);
        return sink;
    }

    private CompletionStage<Void> offer(EventBatch batch) {
        return sink.offer(batch).orElseThrow();
    }

    private long[] hour(String place, int hour) {
        return CountingPipeline.hour(store.counters(), pipeline, place, hour);
    }

    private long[] day(String place) {
        return CountingPipeline.day(store.counters(), pipeline, place);
    }

    private static void await(CompletionStage<Void> stage) {
        assertThat(stage).succeedsWithin(PATIENCE);
    }
}
