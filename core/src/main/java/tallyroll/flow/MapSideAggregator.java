package tallyroll.flow;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tallyroll.bucket.BucketRounder;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Hash;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.measure.Partial;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RowShape;

/**
 * Summarise, map side: folds events into one set of accumulators per (rollup, group, finest bucket). Not thread-safe; one per task.
 *
 * <p>Only the finest bucket of each rollup is folded; coarser ones are merged from it after the shuffle, so an event is folded
 * once a rollup however many granularities there are. Memory is bounded by {@link #full}: the caller drains, and the same cell
 * may then cross the shuffle in several pieces, which merge to the same total.
 */
public final class MapSideAggregator {
    static final long BY_EVENT_TIME = Long.MIN_VALUE;

    private final List<Rollup> rollups;
    private final GroupCodec[] codecs;
    private final RowShape[] shapes;
    private final BucketRounder[] rounders;
    private final int maxCells;
    /** Where all events of this fold fall, instead of into buckets of their event time; {@link #BY_EVENT_TIME}: they do not. */
    private final long batchTime;

    private final ByteWriter scratch = new ByteWriter(256);
    private byte[][] keys = new byte[1024][];
    private Accumulators[] cells = new Accumulators[1024];
    private int[] hashes = new int[1024];
    private int size;

    public MapSideAggregator(List<Rollup> rollups, EventSchema schema, int maxCells) {
        this(rollups, schema, maxCells, BY_EVENT_TIME);
    }

    /** @param batchTime µs: one set of accumulators a rollup and group, whatever the event times are (keeping aggregates) */
    MapSideAggregator(List<Rollup> rollups, EventSchema schema, int maxCells, long batchTime) {
        this.batchTime = batchTime;
        this.rollups = rollups;
        this.maxCells = maxCells;
        codecs = rollups.stream().map(rollup -> new GroupCodec(rollup, schema)).toArray(GroupCodec[]::new);
        shapes = rollups.stream().map(rollup -> new RowShape(rollup, schema)).toArray(RowShape[]::new);
        rounders = rollups.stream().map(rollup -> rollup.finest().rounder()).toArray(BucketRounder[]::new);
    }

    /** Folds an event into every rollup whose {@code where} it meets. */
    public void fold(Event event) {
        fold(event, Scope.EVERYTHING, true);
    }

    /**
     * Folds an event into the rollups that recompute its bucket.
     *
     * @param counts false to name the event's rows without counting it: it lost to another event of its identity
     */
    void fold(Event event, Scope scope, boolean counts) {
        for (int rollup = 0; rollup < codecs.length; rollup++) {
            long bucket = batchTime == BY_EVENT_TIME ? rounders[rollup].floor(event.timeMicros()) : batchTime;
            if (event.counts(rollup) && scope.contains(rollup, bucket)) {
                Accumulators cell = cell(rollup, event, bucket);
                if (counts) {
                    add(rollup, cell, event);
                }
            }
        }
    }

    /** Whether {@link #drain} is due. */
    boolean full() {
        return size >= maxCells;
    }

    /** Gives everything away and forgets it. */
    public void drain(Consumer<ShuffleRecord> out) {
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != null) {
                scratch.reset();
                cells[i].write(scratch);
                out.accept(new ShuffleRecord(keys[i], scratch.toByteArray()));
            }
        }
        Arrays.fill(cells, null);
        Arrays.fill(keys, null);
        size = 0;
    }

    public int cells() {
        return size;
    }

    private void add(int rollup, Accumulators cell, Event event) {
        cell.count();
        try {
            for (Partial partial : cell.partials()) {
                partial.fold(event);
            }
        } catch (ArithmeticException e) {
            scratch.reset();
            codecs[rollup].write(event, scratch);
            List<Object> group = codecs[rollup].values(new GroupKey(scratch.toByteArray()));
            throw new ArithmeticException("Cannot summarise group " + group + " of \""
                    + rollups.get(rollup).name() + "\": " + e.getMessage());
        }
    }

    private Accumulators cell(int rollup, Event event, long bucket) {
        scratch.reset();
        ShuffleKey.writeHead(scratch, rollup);
        codecs[rollup].write(event, scratch);
        ShuffleKey.writeTail(scratch, 0, bucket);
        int hash = Hash.inMemory(scratch.written());
        int at = hash & (cells.length - 1);
        while (cells[at] != null) {
            if (hashes[at] == hash && matches(keys[at])) {
                return cells[at];
            }
            at = (at + 1) & (cells.length - 1);
        }
        if (size * 2 >= cells.length) {
            grow();
            return cell(rollup, event, bucket);
        }
        size++;
        hashes[at] = hash;
        keys[at] = scratch.toByteArray();
        cells[at] = Accumulators.empty(shapes[rollup]);
        return cells[at];
    }

    private boolean matches(byte[] key) {
        return scratch.written().sameBytes(key);
    }

    private void grow() {
        byte[][] oldKeys = keys;
        Accumulators[] oldCells = cells;
        int[] oldHashes = hashes;
        int length = oldCells.length * 2;
        keys = new byte[length][];
        cells = new Accumulators[length];
        hashes = new int[length];
        for (int i = 0; i < oldCells.length; i++) {
            if (oldCells[i] != null) {
                int at = oldHashes[i] & (length - 1);
                while (cells[at] != null) {
                    at = (at + 1) & (length - 1);
                }
                keys[at] = oldKeys[i];
                cells[at] = oldCells[i];
                hashes[at] = oldHashes[i];
            }
        }
    }
}
