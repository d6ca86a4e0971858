package tallyroll.flow;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import tallyroll.bucket.BucketRounder;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.Envelope;
import tallyroll.decode.Exploder;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.FieldType;
import tallyroll.event.TransportField;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.record.DeadLetter;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.time.Micros;

/**
 * Decodes and counts records as a run does, and stores nothing: of each record what becomes of it, and at the end the rows that a pipeline which
 * read these records and no others has once all is settled. Where rows are kept by batch, the records are one batch.
 *
 * <p>Holds every identity and, where the last of an identity counts, every record: it is for as many as people look at. Not thread-safe.
 */
public final class DryRun {
    private final TaskPlan plan;
    private final RecordDecoder decoder;
    private final Event event;
    private final Envelope beside;
    private final Optional<Exploder> exploder;
    private final RollupShape[] shapes;
    private final BucketRounder[] rounders;
    private final OptionalLong batchTime;
    private final MapSideAggregator aggregator;
    private final IdentitySet seen = new IdentitySet(1 << 10);
    private final boolean keepsLast;
    private final Deduplicator last;
    private final List<Kept> kept = new ArrayList<>();
    private final List<ShuffleRecord> partials = new ArrayList<>();
    private final ByteWriter scratch = new ByteWriter();

    private static final Set<TransportField> TIMES =
            EnumSet.of(TransportField.KAFKA_TIMESTAMP, TransportField.RECEIVER_TIME);

    private record Kept(byte[] raw, long position) {}

    /** What becomes of a record. */
    public enum Fate {
        COUNTED,
        /** Its identity was seen before. */
        DUPLICATE,
        /** It takes its identity out. */
        DELETION,
        /** It is, by the definition, neither event nor mistake. */
        IGNORED,
        REJECTED
    }

    /** @param why the reason of a reject */
    public record Outcome(Fate fate, Decoding why) {}

    /**
     * Where an event is counted.
     *
     * @param counts whether it meets the rollup's conditions; if not, the rest says where it would be
     * @param bucket the start of its finest bucket, µs; empty where rows are kept by batch
     * @param group its values, in the order of the rollup's keys; empty where one of them is missing
     */
    public record Place(Rollup rollup, boolean counts, OptionalLong bucket, Optional<List<Object>> group) {}

    /**
     * A row of a summary table.
     *
     * @param bucket its start, µs; empty where rows are kept by batch
     * @param values of the measure columns, as {@code shape} names them
     */
    public record Row(RollupTable table, List<Object> group, OptionalLong bucket, RowShape shape, SummaryRow values) {}

    /**
     * @param source the name that keeps its ids apart
     * @param nowMicros the time that the bounds of plausible times begin from
     */
    public DryRun(TaskPlan plan, String source, long nowMicros) {
        this.plan = plan;
        decoder = new RecordDecoder(
                plan.event(), source, plan.expressions().bind(), plan.rules().ofNewEvents(() -> nowMicros));
        event = new Event(plan.event().schema());
        beside = beside(plan.event().keptBeside(), nowMicros);
        exploder = plan.event().framing().explode().none() ? Optional.empty() : Optional.of(new Exploder(plan.event()));
        shapes = RollupShape.all(plan.rollups(), plan.event().schema(), plan.mode());
        rounders =
                plan.rollups().stream().map(rollup -> rollup.finest().rounder()).toArray(BucketRounder[]::new);
        batchTime = plan.mode().rowTime().ofBatch(0);
        aggregator = new MapSideAggregator(
                plan.rollups(),
                plan.event().schema(),
                plan.maxAccumulators(),
                batchTime.orElse(MapSideAggregator.BY_EVENT_TIME));
        keepsLast = plan.mode().recorded() && plan.event().duplicates() == Duplicates.LAST;
        last = Deduplicator.of(plan.event());
    }

    /** Of what a transport adds, a file has nothing; the time is that of the test. */
    private static Envelope beside(List<String> names, long nowMicros) {
        byte[] millis = ByteBuffer.allocate(Long.BYTES)
                .putLong(nowMicros / Micros.PER_MILLI)
                .array();
        Envelope envelope = new Envelope().begin();
        for (String name : names) {
            if (TIMES.contains(TransportField.of(name).orElse(null))) {
                envelope.put(name, Slice.of(millis));
            }
        }
        return envelope;
    }

    /**
     * Takes the next record, and says of each event in it what becomes of it; {@link #value} and {@link #places} are of that event then.
     *
     * @param raw its value alone: nothing stands beside it but the time
     */
    public void take(Slice raw, long position, Consumer<Outcome> outcomes) {
        Slice record = beside.wrap(raw);
        if (exploder.isEmpty()) {
            outcomes.accept(event(record, position));
            return;
        }
        Decoding opened = exploder.get().open(record);
        if (!opened.ok()) {
            outcomes.accept(new Outcome(Fate.REJECTED, opened));
        }
        for (Slice one = exploder.get().next();
                one != null;
                one = exploder.get().next()) {
            outcomes.accept(event(one, position));
        }
    }

    private Outcome event(Slice raw, long position) {
        Decoding decoded = decoded(raw, position);
        if (!decoded.ok()) {
            return new Outcome(decoded.ignored() ? Fate.IGNORED : Fate.REJECTED, decoded);
        }
        if (event.isDeletion()) {
            keep(raw, position);
            return new Outcome(Fate.DELETION, decoded);
        }
        boolean first = !plan.mode().recorded() || seen.add(event.identityHigh(), event.identityLow());
        Fate fate = first ? Fate.COUNTED : Fate.DUPLICATE;
        if (keepsLast) {
            keep(raw, position);
        } else if (first) {
            decoded = folded();
        }
        return new Outcome(decoded.ok() ? fate : Fate.REJECTED, decoded);
    }

    private void keep(Slice raw, long position) {
        last.offer(event, kept.size());
        kept.add(new Kept(raw.toByteArray(), position));
    }

    private Decoding decoded(Slice raw, long position) {
        try {
            return decoder.decode(raw, 0, position, event);
        } catch (RuntimeException | StackOverflowError failed) {
            return quarantined(failed);
        }
    }

    private Decoding folded() {
        try {
            aggregator.fold(event);
        } catch (RuntimeException | StackOverflowError failed) {
            return quarantined(failed);
        }
        if (aggregator.full()) {
            aggregator.drain(partials::add);
        }
        return Decoding.OK;
    }

    private static Decoding quarantined(Throwable failed) {
        return new Decoding(DeadLetter.QUARANTINED, "a batch would fail on this event: " + failed.getMessage());
    }

    /** The value of a field of the last event: String, Boolean, Long, Double, BigDecimal, Instant, or null. */
    public Object value(int slot) {
        FieldType type = event.schema().field(slot).type();
        if (event.isNull(slot)) {
            return null;
        }
        return switch (type.kind()) {
            case STRING -> event.stringAt(slot);
            case BOOLEAN -> event.longAt(slot) != 0;
            case INT, LONG -> event.longAt(slot);
            case DOUBLE -> event.doubleAt(slot);
            case DECIMAL -> event.decimalAt(slot);
            case TIMESTAMP -> Micros.toInstant(event.longAt(slot));
        };
    }

    /** Where the last event is counted, a place for each rollup. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (int rollup = 0; rollup < shapes.length; rollup++) {
            OptionalLong bucket = batchTime.isPresent()
                    ? OptionalLong.empty()
                    : OptionalLong.of(rounders[rollup].floor(event.timeMicros()));
            places.add(new Place(plan.rollups().get(rollup), event.counts(rollup), bucket, group(shapes[rollup])));
        }
        return places;
    }

    private Optional<List<Object>> group(RollupShape shape) {
        if (shape.rollup().by().stream()
                .anyMatch(name -> event.isNull(event.schema().slot(name)))) {
            return Optional.empty();
        }
        scratch.reset();
        shape.codec().write(event, scratch);
        return Optional.of(shape.codec().values(new GroupKey(scratch.toByteArray())));
    }

    /** The names of fields that no record so far had a value for. */
    public List<String> unmatched() {
        return decoder.unmatched();
    }

    /** The rows of all tables: by rollup, finest table first, then by group and bucket. Nothing more may be taken after. */
    public List<Row> rows() {
        for (int order = 0; order < kept.size(); order++) {
            Kept one = kept.get(order);
            if (decoded(Slice.of(one.raw()), one.position()).ok() && last.wins(event, order) && !event.isDeletion()) {
                folded();
            }
        }
        aggregator.drain(partials::add);
        partials.sort((left, right) -> ShuffleKey.compare(left.key(), right.key()));
        Rows rows = new Rows();
        ApplyTask.collecting(plan, rows, partials.iterator()).apply();
        return rows.sorted();
    }

    /** Collects rows instead of writing them. */
    private final class Rows implements RowTarget {
        private final List<Placed> found = new ArrayList<>();

        private record Placed(int rollup, int table, Row row) {}

        @Override
        public void take(RollupShape shape, int granularity, GroupKey group, NavigableMap<Long, Accumulators> cells) {
            List<Object> values = shape.codec().values(group);
            cells.forEach((bucket, cell) -> found.add(new Placed(
                    shape.index(),
                    granularity,
                    new Row(
                            shape.tables().get(granularity),
                            values,
                            batchTime.isPresent() ? OptionalLong.empty() : OptionalLong.of(bucket),
                            shape.row(),
                            new SummaryRow(bucket, 1, cell.values(shape.row()))))));
        }

        @Override
        public ApplyReport finish(List<TaskStats> stats) {
            return ApplyReport.NONE;
        }

        List<Row> sorted() {
            return found.stream()
                    .sorted(Comparator.comparingInt(Placed::rollup)
                            .thenComparingInt(Placed::table)
                            .thenComparing(placed -> placed.row().group(), DryRun::compare)
                            .thenComparingLong(placed -> placed.row().bucket().orElse(0)))
                    .map(Placed::row)
                    .toList();
        }
    }

    private static int compare(List<Object> left, List<Object> right) {
        Iterator<Object> others = right.iterator();
        for (Object value : left) {
            int order = compare(value, others.next());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Of one column, so of one type. */
    private static int compare(Object left, Object right) {
        if (left instanceof BigDecimal a && right instanceof BigDecimal b) {
            return a.compareTo(b);
        }
        return left instanceof Long a && right instanceof Long b
                ? a.compareTo(b)
                : left.toString().compareTo(right.toString());
    }
}
