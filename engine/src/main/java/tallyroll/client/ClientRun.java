package tallyroll.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tallyroll.event.Expressions;
import tallyroll.expression.SparkExpressions;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.Receivers;
import tallyroll.retry.Patience;
import tallyroll.retry.Retries;
import tallyroll.retry.StopSignal;
import tallyroll.source.KafkaGroup;
import tallyroll.source.KafkaTopic;
import tallyroll.source.RecordEnvelope;
import tallyroll.store.Stores;

/**
 * Runs a pipeline of the strategy {@code counters} in this process, without Spark, until it is stopped.
 *
 * <p>Several may run at once, also on several machines: they share a topic's partitions, or each has a receiver of its own.
 * There is no lease, no log of batches and there are no books that survive the process: a counter can be added to by anyone, and
 * nothing could be checked against. What is left of a client that ended is its increments, its dead letters, and with Kafka the
 * positions of its consumer group.
 */
public final class ClientRun implements AutoCloseable {
    /** Batchs that wait to be folded, where the definition gives no {@code buffer}. */
    private static final long BUFFER_BYTES = 16L << 20;

    private static final int MAX_CELLS = 50_000;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOOKS_IDLE = 20;

    private final Pipeline pipeline;
    private final ClientEvents events;
    private final Stores stores;
    private final Optional<KafkaTopic> topic;
    private final StopSignal stop = new StopSignal();
    private final Patience patience;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile CountDownLatch over = new CountDownLatch(1);
    private volatile Totals totals = Totals.NONE;
    /** Of counting that ended with an outage. */
    private Totals before = Totals.NONE;

    private ClientRun(Pipeline pipeline, Duration limit, ClientEvents events) throws InterruptedException {
        this.pipeline = pipeline;
        this.events = events;
        patience = new Patience(Retries.OUTAGE, limit, stop, InstantSource.system(), events::notice);
        stores = patience.insist(() -> {
            Stores connected = Stores.shared(pipeline);
            connected.createTables();
            return connected;
        });
        topic = pipeline.source() instanceof Pipeline.Kafka kafka
                ? Optional.of(patience.insist(() -> KafkaTopic.open(kafka)))
                : Optional.empty();
    }

    /**
     * Connects to Cassandra, and to Kafka where that is the source, and creates what tables are missing. Servers that are away are
     * waited for, here and later.
     *
     * @param limit how long, see {@link Patience}
     * @throws tallyroll.source.SourceException where the topic cannot be read
     * @throws tallyroll.summary.StoreException where the tables cannot be made
     */
    public static ClientRun open(Pipeline pipeline, Duration limit, ClientEvents events) throws InterruptedException {
        return new ClientRun(pipeline, limit, events);
    }

    /** Records of the topic that the pipeline's consumer group has not got through. */
    public static long lag(Pipeline pipeline) {
        try (KafkaTopic topic = KafkaTopic.open(pipeline.kafka())) {
            return TopicWatch.lag(topic, pipeline.name());
        }
    }

    /** Counts until stopped. Throws what made it end before. */
    public void run() throws InterruptedException {
        surviving(Map.of());
    }

    /**
     * Counts until the consumer group, of which other clients may be members, has got to where the topic ends now.
     *
     * @throws IllegalArgumentException where the source is a receiver, which has no end
     */
    public void runOnce() throws InterruptedException {
        Map<Integer, Long> ends = topic.orElseThrow(() -> new IllegalArgumentException("Cannot run \""
                        + pipeline.name() + "\" once: its source is "
                        + pipeline.source().name()
                        + ", and what will be sent has no end. Run it without --once and stop it."))
                .latest();
        surviving(ends);
    }

    /** Takes no more, counts what was taken, then ends {@link #run}. May be called from any thread, also from a signal handler. */
    public void stop() {
        stop.give();
        over.countDown();
    }

    /** What was done so far. */
    public Totals totals() {
        return totals;
    }

    @Override
    public void close() {
        topic.ifPresent(KafkaTopic::close);
    }

    /** Counts; when a server goes away, waits for it and counts again what was not acknowledged. */
    private void surviving(Map<Integer, Long> ends) throws InterruptedException {
        if (topic.isPresent()) {
            GroupStart start =
                    new GroupStart(topic.get(), pipeline.name(), stores.record().gaps(), InstantSource.system());
            patience.insist(() -> start.begin(events::notice));
        }
        while (true) {
            try {
                count(ends);
                return;
            } catch (RuntimeException failed) {
                patience.after(failed);
                patience.insist(this::answered);
                begin();
            }
        }
    }

    private boolean answered() {
        stores.ping();
        return topic.map(there -> there.latest().isEmpty()).orElse(false);
    }

    /** Again, unless it was stopped meanwhile. */
    private void begin() {
        before = totals;
        failure.set(null);
        over = new CountDownLatch(1);
        if (stop.isGiven()) {
            over.countDown();
        }
    }

    /** @param ends where to stop; nowhere where it is empty */
    private void count(Map<Integer, Long> ends) throws InterruptedException {
        Instant started = Instant.now();
        Expressions expressions = SparkExpressions.of(pipeline);
        try (CounterSink sink = sink(expressions, started)) {
            sink.start();
            try (Receiver receiver = receiver(expressions, sink, started)) {
                receiver.start();
                events.notice("counting from " + receiver.where());
                untilOver(ends);
                sink.drain();
            }
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private CounterSink sink(Expressions expressions, Instant started) {
        Window.Outlet outlet =
                new Window.Outlet(stores.counters(), letters(started), Retries.CLIENT_COUNT, InstantSource.system());
        long buffer = pipeline.source() instanceof Pipeline.Receiver receiver ? receiver.bufferBytes() : BUFFER_BYTES;
        // of a receiver's events, which have no place of their own; with the time of the start it is unlike any other
        // client's
        int client = (int) (ProcessHandle.current().pid() & Integer.MAX_VALUE);
        return new CounterSink(
                new Window(pipeline, expressions, outlet, MAX_CELLS),
                pipeline.counting(),
                new CounterSink.Room(buffer, client),
                this::counted,
                this::fail);
    }

    private Receiver receiver(Expressions expressions, CounterSink sink, Instant started) {
        if (pipeline.source() instanceof Pipeline.Kafka kafka) {
            return new KafkaClientReceiver(
                    new KafkaGroup(
                            kafka,
                            pipeline.name(),
                            new RecordEnvelope(pipeline.event().keptBeside())),
                    pipeline.counting().delivery(),
                    sink,
                    letters(started),
                    events::notice,
                    this::fail);
        }
        return Receivers.open(pipeline, expressions, sink, events::notice);
    }

    private DeadLetterWriter letters(Instant started) {
        return new DeadLetterWriter(stores.record(), pipeline.source().name(), started);
    }

    private void untilOver(Map<Integer, Long> ends) throws InterruptedException {
        if (topic.isEmpty()) {
            over.await();
            return;
        }
        TopicWatch watch = new TopicWatch(topic.get(), pipeline.name(), events::notice);
        int every = ends.isEmpty() ? LOOKS_IDLE : 1;
        for (int looks = 1; !over.await(LOOK.toMillis(), TimeUnit.MILLISECONDS); looks++) {
            if (looks % every == 0 && watch.reached(ends) && !ends.isEmpty()) {
                return;
            }
        }
    }

    private void counted(Totals now) {
        totals = before.plus(now);
        events.counted(totals);
    }

    private void fail(RuntimeException fault) {
        failure.compareAndSet(null, fault);
        over.countDown();
    }
}
