package tallyroll.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import tallyroll.batch.BucketBatches;
import tallyroll.batch.Jobs;
import tallyroll.bytes.Slice;
import tallyroll.control.PipelineState;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.CountingEvents;
import tallyroll.flow.RepeatedIdentities;
import tallyroll.flow.TaskPlan;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.LostEvents;
import tallyroll.record.SystemOfRecord;
import tallyroll.session.Sessions;
import tallyroll.session.TaskSecrets;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;
import tallyroll.time.Micros;

/**
 * Streams the record out again: bucket by bucket, of each identity the event that counts, the bytes that came in. What counts is found
 * as when a bucket settles; then one thread reads the bucket and sends.
 *
 * <p>What a replay holds is fixed when it begins: the events of all batches committed by then. So whoever goes on after a kill meets the
 * same events in the same order, and a place among them is their number within a bucket. That place is written down each time the target has
 * confirmed what it was given; what was sent after that is sent again, or cut off where the target is a file.
 */
public final class Replay {
    /** Conditions of rollups are told apart by the bits of a word. */
    private static final int MAX_CONDITIONS = 64;

    private final Pipeline pipeline;
    private final Selection selection;
    private final Options options;
    private final Listener listener;
    private final int condition;

    /**
     * How it is gone about.
     *
     * @param master the Spark master for the search of repeated identities, empty for all cores of this machine
     * @param acceptsLoss whether a bucket whose record has lost events is replayed as it is
     * @param eventsPerSecond at most, 0 for as many as can be
     * @param sortedBytes what a bucket may hold that is sorted by event time
     * @param confirmEvery how long it goes on before what was sent is confirmed and written down
     */
    public record Options(
            String master, boolean acceptsLoss, double eventsPerSecond, long sortedBytes, Duration confirmEvery) {}

    /** Hears how far it has come. */
    public interface Listener {
        /** So many record buckets are to be gone through, of which the first are done. */
        void buckets(int total, int done);

        /** One more is done. */
        void bucket();
    }

    /**
     * What came of it.
     *
     * @param sent events, those of earlier runs among them
     * @param already whether an earlier run had ended it, so that nothing was done
     * @param unreadable recorded events that are none by this definition, or of which the condition has no value
     * @param firstReason why the first of them is none
     */
    public record Outcome(long sent, boolean already, long unreadable, String firstReason) {}

    public Replay(Pipeline pipeline, Selection selection, Options options, Listener listener) {
        this.pipeline = pipeline;
        this.selection = selection;
        this.options = options;
        this.listener = listener;
        condition = selection.where().isBlank() ? -1 : pipeline.rollups().size();
        if (condition >= MAX_CONDITIONS) {
            throw new InvalidRequestException("Cannot use --where with \"" + pipeline.name() + "\": it has " + condition
                    + " rollups, and at most " + MAX_CONDITIONS + " conditions are told apart");
        }
    }

    /**
     * Begins, or goes on where an earlier run came to.
     *
     * @throws ReplayException where it cannot be done; what was confirmed stays, and the same call goes on
     */
    public Outcome run(ReplayTarget target, StateFile file) {
        Expressions expressions = expressions(); // refuses a condition that is none
        Stores stores = Stores.shared(pipeline);
        long committed = stores.control()
                .read(pipeline.name())
                .map(PipelineState::committed)
                .orElse(0L);
        ReplayState begun = ReplayState.begun(pipeline.name(), target.name(), selection, committed + 1);
        Optional<ReplayState> earlier = file.read();
        earlier.filter(state -> !state.sameWork(begun)).ifPresent(state -> {
            throw new ReplayException("Cannot go on by \"" + file.path() + "\": it is the progress of a replay of \""
                    + state.pipeline() + "\" to " + state.target() + ", " + state.selection() + "; asked for is "
                    + begun.target() + ", " + begun.selection()
                    + ". Ask for the same, or name another file with --progress.");
        });
        ReplayState state = earlier.orElse(begun);
        if (state.done()) {
            return new Outcome(state.sent(), true, 0, "");
        }
        if (earlier.isEmpty()) {
            target.open(false, 0);
            file.write(state);
        } else {
            target.open(true, state.bytes());
        }
        try (Sessions.Session session = Sessions.open(pipeline.name() + " replay", options.master())) {
            TaskSecrets.requirePortable(pipeline, session);
            TaskPlan plan = TallyJobs.plan(pipeline, SparkExpressions.of(pipeline));
            Jobs jobs = new TallyJobs(session.context(), plan, StoreSettings.of(pipeline));
            CountingEvents events =
                    new CountingEvents(TallyJobs.plan(pipeline, expressions), stores.record(), state.before());
            Streaming streaming = new Streaming(target, file, state, events);
            streaming.buckets(stores.record(), new Search(plan, jobs, stores.record(), state.before()));
            return new Outcome(streaming.sent, false, events.unreadable(), events.firstReason());
        }
    }

    /** The pipeline's own, so that the same events are readable, and the condition behind those of the rollups. */
    private Expressions expressions() {
        if (condition < 0) {
            return SparkExpressions.of(pipeline);
        }
        Map<String, String> wheres = new LinkedHashMap<>();
        pipeline.rollups().forEach(rollup -> wheres.put(rollup.name(), rollup.where()));
        wheres.put("--where", selection.where());
        try {
            return SparkExpressions.of(pipeline.event().schema(), wheres);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidRequestException(wrong.getMessage());
        }
    }

    /** Finds which identities of some buckets were recorded more than once. */
    private record Search(TaskPlan plan, Jobs jobs, SystemOfRecord record, long before) {
        RepeatedIdentities of(List<Long> buckets, NavigableSet<Long> recorded) {
            return jobs.repeatedIdentities(buckets, plan.horizon().neighbours(buckets, recorded), before)
                    .decided(plan.event().duplicates(), plan.horizon());
        }
    }

    /** One run. */
    private final class Streaming {
        private final ReplayTarget target;
        private final StateFile file;
        private final CountingEvents events;
        private final Recorded recorded = new Recorded();
        private final RateLimit limit = new RateLimit(options.eventsPerSecond());
        private ReplayState state;
        private long sent;
        private long delivered;
        private long skip;
        private long confirmedAt = System.nanoTime();

        Streaming(ReplayTarget target, StateFile file, ReplayState state, CountingEvents events) {
            this.target = target;
            this.file = file;
            this.state = state;
            this.events = events;
            sent = state.sent();
        }

        void buckets(SystemOfRecord record, Search search) {
            NavigableSet<Long> recorded = new TreeSet<>();
            List<BucketMark> marks = new ArrayList<>();
            long from = selection.from() == Long.MIN_VALUE
                    ? selection.from()
                    : search.plan().recordBucket().floor(selection.from());
            for (BucketMark mark : record.marks(Long.MIN_VALUE, Long.MAX_VALUE)) {
                recorded.add(mark.bucket());
                if (mark.bucket() >= from && mark.bucket() < selection.until()) {
                    marks.add(mark);
                }
            }
            List<BucketMark> left = marks.stream()
                    .filter(mark -> mark.bucket() >= state.bucket())
                    .toList();
            listener.buckets(marks.size(), marks.size() - left.size());
            Map<Long, BucketMark> markOf = new LinkedHashMap<>();
            left.forEach(mark -> markOf.put(mark.bucket(), mark));
            List<List<Long>> portions =
                    left.isEmpty() ? List.of() : BucketBatches.of(List.copyOf(markOf.keySet()), record);
            for (List<Long> portion : portions) {
                RepeatedIdentities repeated = search.of(portion, recorded);
                for (long bucket : portion) {
                    requireWhole(record, markOf.get(bucket));
                    bucket(bucket, repeated);
                    listener.bucket();
                }
            }
            confirm(Long.MAX_VALUE, 0);
            target.complete();
            file.write(state.ended());
        }

        private void requireWhole(SystemOfRecord record, BucketMark mark) {
            LostEvents.Settled.of(mark)
                    .filter(settled -> settled.events() > 0 && !options.acceptsLoss())
                    .flatMap(settled -> settled.loss(mark.bucket(), record.count(mark.bucket(), settled.batches())))
                    .ifPresent(loss -> {
                        throw new ReplayException("Cannot replay \"" + pipeline.name()
                                + "\" further: its record has lost events, " + loss
                                + ". Bring the events back (\"nodetool repair\", a backup), or say --accept-loss to replay what is left;"
                                + " the same command goes on here.");
                    });
        }

        private void bucket(long bucket, RepeatedIdentities repeated) {
            delivered = 0;
            skip = bucket == state.bucket() ? state.delivered() : 0;
            Sorted sorted = new Sorted(bucket);
            events.visit(bucket, repeated, (event, raw) -> {
                if (wanted(event)) {
                    if (selection.order() == Selection.Order.EVENT_TIME) {
                        sorted.add(event, raw);
                    } else {
                        event(bucket, raw, event.identityHigh(), event.identityLow());
                    }
                }
            });
            sorted.send();
        }

        private boolean wanted(Event event) {
            return event.timeMicros() >= selection.from()
                    && event.timeMicros() < selection.until()
                    && (condition < 0 || event.counts(condition));
        }

        private void event(long bucket, Slice raw, long high, long low) {
            delivered++;
            if (delivered <= skip) {
                return;
            }
            limit.await();
            Slice value = recorded.value(raw);
            target.send(value, recorded.beside(high, low));
            sent++;
            if (System.nanoTime() - confirmedAt >= options.confirmEvery().toNanos()) {
                confirm(bucket, delivered);
            }
        }

        private void confirm(long bucket, long ofIt) {
            long bytes = target.confirm();
            state = state.at(bucket, ofIt, sent, bytes);
            file.write(state);
            confirmedAt = System.nanoTime();
        }

        /** The events of a bucket, to be sent by event time. */
        private final class Sorted {
            private final long bucket;
            private final List<Kept> kept = new ArrayList<>();
            private long bytes;

            Sorted(long bucket) {
                this.bucket = bucket;
            }

            void add(Event event, Slice raw) {
                bytes += raw.length() + Kept.OVERHEAD;
                if (bytes > options.sortedBytes()) {
                    throw new ReplayException(
                            "Cannot sort the record bucket "
                                    + Micros.toInstant(bucket) + " by event time: its events have more than "
                                    + (options.sortedBytes() >> 20)
                                    + " MB, a quarter of this process's memory. Give it more (TALLYROLL_JAVA_OPTS=-Xmx…), or replay with --order recorded.");
                }
                kept.add(new Kept(event.timeMicros(), event.identityHigh(), event.identityLow(), raw.toByteArray()));
            }

            void send() {
                kept.sort(Comparator.comparingLong(Kept::micros));
                for (Kept one : kept) {
                    event(bucket, Slice.of(one.raw), one.high, one.low);
                }
            }
        }
    }

    private record Kept(long micros, long high, long low, byte[] raw) {
        /** Bytes that it takes beside those of the event. */
        static final int OVERHEAD = 64;
    }
}
