package tallyroll.reading;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tallyroll.event.EventSchema;
import tallyroll.measure.Column;
import tallyroll.measure.ColumnType;
import tallyroll.measure.Ratio;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.SummaryMode;
import tallyroll.pipeline.Words;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;

/** What a rollup answers: the columns of its rows that can be read, and its ratios, by name. Immutable, thread-safe. */
final class Columns {
    private final Rollup rollup;
    private final RowShape shape;
    /** Where each column's value stands in a row. */
    private final Map<String, Integer> places = new LinkedHashMap<>();

    private final Map<String, Ratio> ratios = new LinkedHashMap<>();
    /** Where counters hold a sum that a measure has as a number without bounds. */
    private final List<Integer> widened = new ArrayList<>();

    Columns(Rollup rollup, EventSchema schema, SummaryMode mode) {
        this.rollup = rollup;
        shape = new RowShape(rollup, schema);
        boolean counters = mode.columns(shape.columns()).stream().anyMatch(one -> one.type() == ColumnType.COUNTER);
        for (int i = 0; i < shape.columns().size(); i++) {
            Column column = shape.columns().get(i);
            if (column.type() != ColumnType.BLOB) {
                places.put(column.name(), i);
            }
            if (counters && column.type() == ColumnType.VARINT) {
                widened.add(i);
            }
        }
        rollup.ratios().forEach(ratio -> ratios.put(ratio.name(), ratio));
    }

    RowShape shape() {
        return shape;
    }

    Set<String> names() {
        Map<String, Boolean> names = new LinkedHashMap<>();
        places.keySet().forEach(name -> names.put(name, true));
        ratios.keySet().forEach(name -> names.put(name, true));
        return names.keySet();
    }

    /** A row as measures read it. */
    SummaryRow read(SummaryRow stored) {
        if (widened.isEmpty()) {
            return stored;
        }
        Object[] values = stored.values().clone();
        for (int at : widened) {
            values[at] = values[at] == null ? null : BigInteger.valueOf((Long) values[at]);
        }
        return new SummaryRow(stored.bucket(), stored.batch(), values);
    }

    /** What measures merge is larger than what they answer, and nobody reads it. */
    SummaryRow withoutStates(SummaryRow row) {
        if (shape.columns().size() == places.size()) {
            return row;
        }
        Object[] values = new Object[row.values().length];
        places.values().forEach(at -> values[at] = row.values()[at]);
        return new SummaryRow(row.bucket(), row.batch(), values);
    }

    Object value(String name, SummaryRow row) {
        Ratio ratio = ratios.get(name);
        if (ratio != null) {
            return Ratio.of(column(ratio.dividend(), row), column(ratio.divisor(), row));
        }
        requireKnown(name);
        return column(name, row);
    }

    private Object column(String name, SummaryRow row) {
        return row.values()[places.get(name)];
    }

    long whole(String name, SummaryRow row) {
        Object value = value(name, row);
        if (value == null) {
            return 0;
        }
        if (value instanceof BigInteger wide) {
            return wide.longValueExact();
        }
        if (value instanceof Long whole) {
            return whole;
        }
        throw new InvalidRequestException("Cannot read \"" + name + "\" of \"" + rollup.name()
                + "\" as a whole number: it is " + value + "; read it as a number, or as it is");
    }

    double number(String name, SummaryRow row) {
        requireNumber(name);
        Object value = value(name, row);
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }

    void requireNumber(String name) {
        if (!ratios.containsKey(name)) {
            requireKnown(name);
            if (!Ratio.divides(shape.columns().get(places.get(name)).type())) {
                throw new InvalidRequestException("Cannot read \"" + name + "\" of \"" + rollup.name()
                        + "\" as a number: it is of type "
                        + shape.columns().get(places.get(name)).type().cql());
            }
        }
    }

    private void requireKnown(String name) {
        if (!places.containsKey(name)) {
            throw new InvalidRequestException("Cannot read \"" + name + "\" of \"" + rollup.name()
                    + "\": it has no such answer; " + Words.suggestion(name, names(), "answers"));
        }
    }

    /** By the answer of a name, which is a number in both, exactly. */
    static int compare(Object left, Object right) {
        if (left instanceof Double || right instanceof Double) {
            return Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
        }
        return exact(left).compareTo(exact(right));
    }

    private static BigDecimal exact(Object number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof BigInteger whole ? new BigDecimal(whole) : BigDecimal.valueOf((Long) number);
    }
}
