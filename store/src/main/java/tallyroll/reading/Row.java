package tallyroll.reading;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tallyroll.measure.Ranked;
import tallyroll.summary.SummaryRow;
import tallyroll.time.Micros;

/** The answers for a group, or for several together, over a half-open interval of time: a bucket, or the whole range of a total. Immutable. */
public final class Row {
    private final Group group;
    private final long end;
    private final SummaryRow summary;
    private final States.Found found;
    private final Columns columns;

    Row(Group group, long end, SummaryRow summary, States.Found found, Columns columns) {
        this.group = group;
        this.end = end;
        this.summary = columns.withoutStates(summary);
        this.found = found;
        this.columns = columns;
    }

    /** Whose answers these are; a group without fields where they are of several groups. */
    public Group group() {
        return group;
    }

    /** The bucket's start. */
    public Instant start() {
        return Micros.toInstant(summary.bucket());
    }

    /** The bucket's end, exclusive. */
    public Instant end() {
        return Micros.toInstant(end);
    }

    /** How far it could be relied on when the reading began. */
    public RowState state() {
        return found.state();
    }

    /** The last batch that settled one of its record buckets; empty where it is not settled, or that was forgotten. */
    public OptionalLong settledBatch() {
        return found.state() == RowState.SETTLED && found.settledBatch() > 0
                ? OptionalLong.of(found.settledBatch())
                : OptionalLong.empty();
    }

    /** Whether the rollup was redefined, and this is still of the definition before, as a whole or in part. */
    public boolean earlierDefinition() {
        return found.earlierDefinition();
    }

    /** The last batch that was applied to it; 0 where rows have no batch. */
    public long batch() {
        return summary.batch();
    }

    /**
     * An answer by the name of its column or ratio; null where there is none.
     *
     * @return Long, BigInteger, BigDecimal, Double, String, Boolean, Instant, a list of Long (a histogram) or of {@link Ranked} (a ranking)
     * @throws tallyroll.pipeline.InvalidRequestException where the rollup has no such answer
     */
    public Object value(String name) {
        return columns.value(name, summary);
    }

    /**
     * As {@link #value}, of an answer that is a whole number; 0 where there is none.
     *
     * @throws ArithmeticException where a sum is beyond 64 bits
     */
    public long whole(String name) {
        return columns.whole(name, summary);
    }

    /** As {@link #value}, of an answer that is a number; NaN where there is none. */
    public double number(String name) {
        return columns.number(name, summary);
    }

    /** All answers by name, in the definition's order; null where there is none. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        columns.names().forEach(name -> values.put(name, value(name)));
        return values;
    }

    /** The columns as a table has them, without states. */
    public SummaryRow summary() {
        return summary;
    }

    /** For people. */
    @Override
    public String toString() {
        List<String> whose = group.fields().isEmpty() ? List.of() : List.of(group.toString());
        return whose + " " + start() + " " + values() + " " + state();
    }
}
