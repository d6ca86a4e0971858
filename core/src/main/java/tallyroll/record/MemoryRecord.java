package tallyroll.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.ForgetClaim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.event.Event;

/**
 * The record in memory, for the simulation and for tests. Honest about write timestamps: each key keeps the write of the highest write timestamp,
 * so a late write of an older attempt loses here as it does in Cassandra.
 */
public final class MemoryRecord implements SystemOfRecord {
    private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::batch)
            .thenComparingInt(Key::task)
            .thenComparingLong(Key::writeTimestamp)
            .thenComparingLong(Key::offset)
            .thenComparingInt(Key::sequence);

    private final Map<Long, TreeMap<Key, Stored>> buckets = new HashMap<>();
    private final TreeMap<Long, Stamped> lastBatches = new TreeMap<>();
    private final TreeMap<Long, Stamped> moved = new TreeMap<>();
    private final TreeMap<Long, Stamped> voided = new TreeMap<>();
    private final TreeMap<Long, Settled> settled = new TreeMap<>();
    private final TreeMap<Long, WholeBatches> counted = new TreeMap<>();
    private final TreeMap<String, DeadLetter> letters = new TreeMap<>();
    private final Map<String, Long> lettersRemoved = new HashMap<>();
    private final MemoryGaps gaps = new MemoryGaps();
    private final MemoryIndex index = new MemoryIndex();
    /** Of buckets that were forgotten: nothing written at this timestamp or an earlier one stands. */
    private final Map<Long, Long> eventsForgotten = new HashMap<>();

    private final Map<Long, Long> forgotten = new HashMap<>();

    /** Of a task in a bucket: nothing that attempts before this timestamp wrote stands. */
    private final Map<TaskKey, Long> superseded = new HashMap<>();

    private record TaskKey(long bucket, long batch, int task) {}

    /** @param writeTimestamp the attempt's own: each has keys of its own */
    private record Key(long batch, int task, long writeTimestamp, long offset, int sequence) {}

    /** @param raw null where the event was forgotten */
    private record Stored(long writeTimestamp, long batch, long identity, Claim.Range range, long offset, byte[] raw) {
        Stored withoutEvent() {
            return new Stored(writeTimestamp, batch, identity, range, offset, null);
        }
    }

    private record Stamped(long writeTimestamp, long batch) {}

    private record Settled(long writeTimestamp, long batch, Settlement found) {}

    private record WholeBatches(long writeTimestamp, Counted events) {}

    @Override
    public Appender appender(IngestClaim claim, int task, int attempt) {
        return new MemoryAppender(claim, task, attempt);
    }

    @Override
    public DeadLetterAppender deadLetterAppender(long writeTimestamp) {
        return new DeadLetterAppender() {
            @Override
            public void reject(DeadLetter letter) {
                store(letter, writeTimestamp);
            }

            @Override
            public void finish() {
                // everything is stored already
            }

            @Override
            public void close() {
                // what was added stays
            }
        };
    }

    @Override
    public void read(long bucket, EventReader reader) {
        events(bucket).forEach(event -> give(event, reader));
    }

    @Override
    public void read(long bucket, long[] halves, EventReader reader) {
        events(bucket).stream()
                .filter(event -> Arrays.binarySearch(halves, event.identity) >= 0)
                .forEach(event -> give(event, reader));
    }

    @Override
    public Iterator<long[]> identities(long bucket, Batches batches) {
        return events(bucket).stream()
                .filter(event -> batches.contain(event.batch))
                .map(event -> new long[] {event.identity})
                .iterator();
    }

    private synchronized List<Stored> events(long bucket) {
        return List.copyOf(buckets.getOrDefault(bucket, new TreeMap<>(ORDER)).values());
    }

    private static void give(Stored event, EventReader reader) {
        if (event.raw == null) {
            return; // forgotten
        }
        reader.batch(event.batch);
        reader.event(event.range, event.offset, Slice.of(event.raw.clone()));
    }

    @Override
    public void readTask(IngestClaim claim, int task, EventReader reader) {
        List<Stored> found = new ArrayList<>();
        synchronized (this) {
            for (long bucket : marked(claim.batch())) {
                buckets.getOrDefault(bucket, new TreeMap<>(ORDER)).forEach((key, event) -> {
                    if (key.batch == claim.batch() && key.task == task) {
                        found.add(event);
                    }
                });
            }
        }
        found.forEach(event -> give(event, reader));
    }

    private List<Long> marked(long batch) {
        return marks(Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .filter(mark -> mark.lastBatch() == batch)
                .map(BucketMark::bucket)
                .toList();
    }

    private synchronized void supersede(IngestClaim claim, int task, long writeTimestamp) {
        for (long bucket : marked(claim.batch())) {
            superseded.merge(new TaskKey(bucket, claim.batch(), task), writeTimestamp, Math::max);
            buckets.getOrDefault(bucket, new TreeMap<>(ORDER))
                    .keySet()
                    .removeIf(key ->
                            key.batch == claim.batch() && key.task == task && key.writeTimestamp < writeTimestamp);
        }
    }

    /** Loses an event, as a store does that has lost a block. */
    public synchronized void lose(long bucket, long batch, String source, int partition, long offset) {
        buckets.getOrDefault(bucket, new TreeMap<>(ORDER))
                .values()
                .removeIf(event -> event.batch == batch
                        && event.range.source().equals(source)
                        && event.range.partition() == partition
                        && event.offset == offset);
    }

    /**
     * Marks a bucket as touched by an attempt whose events may come later, or never.
     *
     * @param attempt k of rule R3
     */
    public synchronized void mark(long bucket, IngestClaim claim, int attempt) {
        long writeTimestamp = claim.writeTimestamp(attempt);
        if (writeTimestamp > forgotten.getOrDefault(bucket, Long.MIN_VALUE)) {
            if (claim.voids()) {
                voided.put(bucket, new Stamped(writeTimestamp, claim.batch()));
            }
            lastBatches.merge(
                    bucket,
                    new Stamped(writeTimestamp, claim.batch()),
                    (stored, fresh) -> fresh.writeTimestamp >= stored.writeTimestamp ? fresh : stored);
        }
    }

    @Override
    public long count(long bucket, Batches batches) {
        return events(bucket).stream()
                .filter(event -> batches.contain(event.batch))
                .count();
    }

    @Override
    public synchronized List<BucketMark> marks(long from, long to) {
        TreeMap<Long, BucketMark> marks = new TreeMap<>();
        lastBatches
                .subMap(from, to)
                .keySet()
                .forEach(bucket -> marks.put(bucket, new BucketMark(bucket, lastBatch(bucket), 0, 0, 0)));
        settled.subMap(from, to)
                .forEach((bucket, done) -> marks.put(
                        bucket,
                        BucketMark.untouched(bucket)
                                .touchedBy(lastBatch(bucket))
                                .settledBy(done.batch, done.found)));
        counted.subMap(from, to)
                .forEach((bucket, events) ->
                        marks.computeIfPresent(bucket, (key, mark) -> mark.counting(events.events)));
        return List.copyOf(marks.values());
    }

    @Override
    public synchronized List<Long> voided(long from, long to) {
        return List.copyOf(voided.subMap(from, to).keySet());
    }

    private long lastBatch(long bucket) {
        Stamped none = new Stamped(0, 0);
        return Math.max(lastBatches.getOrDefault(bucket, none).batch, moved.getOrDefault(bucket, none).batch);
    }

    @Override
    public synchronized void moved(long bucket, long batch, long writeTimestamp) {
        moved.merge(
                bucket,
                new Stamped(writeTimestamp, batch),
                (stored, fresh) -> fresh.writeTimestamp >= stored.writeTimestamp ? fresh : stored);
    }

    @Override
    public synchronized void settled(SettleClaim claim, List<Settlement> buckets) {
        for (Settlement found : buckets) {
            if (!hidden(found.bucket(), claim)) {
                settled.merge(
                        found.bucket(),
                        new Settled(claim.writeTimestamp(), claim.batch(), found),
                        (stored, fresh) -> fresh.writeTimestamp >= stored.writeTimestamp ? fresh : stored);
            }
        }
    }

    @Override
    public synchronized void counted(IngestClaim claim, List<Counted> buckets) {
        for (Counted events : buckets) {
            if (!hidden(events.bucket(), claim)) {
                counted.merge(
                        events.bucket(),
                        new WholeBatches(claim.writeTimestamp(), events),
                        (stored, fresh) -> fresh.writeTimestamp >= stored.writeTimestamp ? fresh : stored);
            }
        }
    }

    /** As a delete of a later write timestamp hides it in Cassandra. */
    private boolean hidden(long bucket, Claim claim) {
        return claim.writeTimestamp() <= forgotten.getOrDefault(bucket, Long.MIN_VALUE);
    }

    @Override
    public synchronized long forgetEvents(long bucket, ForgetClaim claim) {
        eventsForgotten.merge(bucket, claim.writeTimestamp(), Math::max);
        TreeMap<Key, Stored> events = buckets.getOrDefault(bucket, new TreeMap<>(ORDER));
        events.replaceAll(
                (key, event) -> event.writeTimestamp <= claim.writeTimestamp() ? event.withoutEvent() : event);
        return events.size();
    }

    @Override
    public synchronized long forget(long bucket, ForgetClaim claim) {
        forgotten.merge(bucket, claim.writeTimestamp(), Math::max);
        eventsForgotten.remove(bucket);
        index.forget(bucket, claim.writeTimestamp());
        TreeMap<Key, Stored> events = buckets.getOrDefault(bucket, new TreeMap<>(ORDER));
        int found = events.size();
        events.values().removeIf(event -> event.writeTimestamp <= claim.writeTimestamp());
        if (events.isEmpty()) {
            buckets.remove(bucket);
        }
        lastBatches.computeIfPresent(
                bucket, (key, last) -> last.writeTimestamp <= claim.writeTimestamp() ? null : last);
        voided.computeIfPresent(bucket, (key, last) -> last.writeTimestamp <= claim.writeTimestamp() ? null : last);
        settled.computeIfPresent(bucket, (key, done) -> done.writeTimestamp <= claim.writeTimestamp() ? null : done);
        counted.computeIfPresent(bucket, (key, whole) -> whole.writeTimestamp <= claim.writeTimestamp() ? null : whole);
        return found;
    }

    @Override
    public synchronized List<DeadLetter> deadLetters(int max) {
        return letters.values().stream()
                .sorted(Comparator.comparingLong(DeadLetter::batch).reversed())
                .limit(max)
                .toList();
    }

    @Override
    public void readDeadLetters(Batches batches, DeadLetterReader reader) {
        deadLetters(Integer.MAX_VALUE).stream()
                .filter(letter -> batches.contain(letter.batch()))
                .forEach(letter -> reader.letter(letter, 0));
    }

    @Override
    public synchronized void removeDeadLetters(List<DeadLetter> gone, long writeTimestamp) {
        for (DeadLetter letter : gone) {
            letters.remove(key(letter));
            lettersRemoved.merge(key(letter), writeTimestamp, Math::max);
        }
    }

    @Override
    public GapStore gaps() {
        return gaps;
    }

    @Override
    public IdentityIndex index() {
        return index;
    }

    @Override
    public void close() {
        // nothing is held
    }

    /** The mark first, then the event: what a crash leaves behind is at worst a mark too many, never one too few. */
    private synchronized void store(long bucket, Key key, Stored event) {
        if (event.writeTimestamp <= forgotten.getOrDefault(bucket, Long.MIN_VALUE)) {
            return;
        }
        boolean late = event.writeTimestamp <= eventsForgotten.getOrDefault(bucket, Long.MIN_VALUE)
                || event.writeTimestamp
                        < superseded.getOrDefault(new TaskKey(bucket, key.batch, key.task), Long.MIN_VALUE);
        if (!late) {
            buckets.computeIfAbsent(bucket, none -> new TreeMap<>(ORDER)).put(key, event);
        }
    }

    private synchronized void store(DeadLetter letter, long writeTimestamp) {
        if (writeTimestamp > lettersRemoved.getOrDefault(key(letter), Long.MIN_VALUE)) {
            letters.put(key(letter), letter);
        }
    }

    private static String key(DeadLetter letter) {
        return "%019d/%s/%d/%019d".formatted(letter.batch(), letter.source(), letter.partition(), letter.offset());
    }

    /** Stores at once, so that one that is given up leaves a part behind, as Cassandra's does. */
    private final class MemoryAppender implements Appender {
        private final IngestClaim claim;
        private final int task;
        private final int attempt;
        /** Of this attempt; several events may stand at one offset. */
        private int added;

        MemoryAppender(IngestClaim claim, int task, int attempt) {
            this.claim = claim;
            this.task = task;
            this.attempt = attempt;
        }

        @Override
        public void add(long bucket, Event event, long offset, Slice raw) {
            long writeTimestamp = claim.writeTimestamp(attempt);
            mark(bucket, claim, attempt);
            store(
                    bucket,
                    new Key(claim.batch(), task, writeTimestamp, offset, added++),
                    new Stored(
                            writeTimestamp,
                            claim.batch(),
                            event.identityHigh(),
                            claim.range(task),
                            offset,
                            raw.toByteArray()));
        }

        @Override
        public void reject(DeadLetter letter) {
            store(letter, claim.writeTimestamp(attempt));
        }

        @Override
        public void finish() {
            if (!claim.firstAttempt(attempt)) {
                supersede(claim, task, claim.writeTimestamp(attempt));
            }
        }

        @Override
        public void close() {
            // what was added stays
        }
    }
}
