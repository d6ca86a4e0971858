package tallyroll.summary;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import tallyroll.event.EventSchema;
import tallyroll.measure.Column;
import tallyroll.measure.Measure;
import tallyroll.measure.Measures;
import tallyroll.measure.Partial;
import tallyroll.pipeline.Pipeline.Rollup;

/** The measure columns of a rollup's rows and the way between partials and column values. Immutable, thread-safe. */
public final class RowShape {
    private final List<Measure> measures;
    private final List<Column> columns;
    private final int[] starts;

    public RowShape(Rollup rollup, EventSchema schema) {
        measures = rollup.measures().stream()
                .map(spec -> Measures.bind(spec, schema))
                .toList();
        List<Column> all = new ArrayList<>();
        starts = new int[measures.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = all.size();
            all.addAll(measures.get(i).columns());
        }
        columns = List.copyOf(all);
    }

    public List<Measure> measures() {
        return measures;
    }

    /** All measure columns, in table order. */
    public List<Column> columns() {
        return columns;
    }

    /** Partials over no events. */
    public Partial[] neutral() {
        Partial[] partials = new Partial[starts.length];
        for (int i = 0; i < partials.length; i++) {
            partials[i] = measures.get(i).neutral();
        }
        return partials;
    }

    /** The column values of partials. */
    public Object[] values(Partial[] partials) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < partials.length; i++) {
            partials[i].values(values, starts[i]);
        }
        return values;
    }

    /** The partials of column values. */
    public Partial[] restore(Object[] values) {
        Partial[] partials = new Partial[starts.length];
        for (int i = 0; i < partials.length; i++) {
            partials[i] = measures.get(i).restore(values, starts[i]);
        }
        return partials;
    }

    /**
     * Whether two rows hold the same totals. Where both depend on the order of their events (a {@code top_k} of very many values)
     * a measure is left out: its answers may differ between two right computations, which the reference page states.
     */
    public boolean same(Object[] left, Object[] right) {
        for (int i = 0; i < starts.length; i++) {
            Measure measure = measures.get(i);
            int at = starts[i];
            if (!equal(i, left, right) && (comparable(measure, left, at) || comparable(measure, right, at))) {
                return false;
            }
        }
        return true;
    }

    /** What cannot be read is nothing that a computation could have come to. */
    @SuppressWarnings("CatchingUnchecked")
    private static boolean comparable(Measure measure, Object[] values, int at) {
        try {
            return measure.comparable(values, at);
        } catch (RuntimeException unreadable) {
            return true;
        }
    }

    /** Whether two rows are equal in every column. */
    public boolean identical(Object[] left, Object[] right) {
        return IntStream.range(0, starts.length).allMatch(measure -> equal(measure, left, right));
    }

    private boolean equal(int measure, Object[] left, Object[] right) {
        int end = measure + 1 < starts.length ? starts[measure + 1] : columns.size();
        return IntStream.range(starts[measure], end).allMatch(at -> equal(left[at], right[at]));
    }

    /** Whether two column values are equal: bytes by content, decimals by number. */
    public static boolean equal(Object left, Object right) {
        if (left instanceof byte[] a && right instanceof byte[] b) {
            return Arrays.equals(a, b);
        }
        if (left instanceof BigDecimal a && right instanceof BigDecimal b) {
            return a.compareTo(b) == 0;
        }
        return Objects.equals(left, right);
    }
}
