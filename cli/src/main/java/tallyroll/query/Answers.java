package tallyroll.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tallyroll.cli.Column;
import tallyroll.cli.Entries;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType.Kind;
import tallyroll.measure.ColumnType;
import tallyroll.measure.MeasureSpec;
import tallyroll.measure.Ranked;
import tallyroll.measure.Ratio;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;

/** What is shown of a rollup's rows: the plain columns, a {@code top_k} and a {@code histogram} as the places they have, and the ratios. */
public final class Answers {
    private final List<Shown> shown = new ArrayList<>();
    private final List<Ratio> ratios;
    /** Where the columns of a row that ratios divide stand, by name. */
    private final Map<String, Integer> places = new HashMap<>();

    /** A column of the row, with the measure that it is of. */
    private record Shown(int at, tallyroll.measure.Column column, MeasureSpec measure, Kind kind, int scale) {}

    public Answers(Rollup rollup, RowShape shape, EventSchema schema) {
        ratios = rollup.ratios();
        int at = 0;
        for (int measure = 0; measure < rollup.measures().size(); measure++) {
            MeasureSpec spec = rollup.measures().get(measure);
            int slot = schema.slot(spec.field());
            Kind kind = slot < 0 ? Kind.STRING : schema.field(slot).type().kind();
            int scale = kind == Kind.DECIMAL ? schema.field(slot).type().scale() : 0;
            for (tallyroll.measure.Column column : shape.measures().get(measure).columns()) {
                places.put(column.name(), at);
                if (column.type() != ColumnType.BLOB) {
                    shown.add(new Shown(at, column, spec, kind, scale));
                }
                at++;
            }
        }
    }

    /** Those of the measures and ratios, in order. */
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        shown.forEach(one -> columns.add(
                new Column(one.column().name(), "", Ratio.divides(one.column().type()))));
        ratios.forEach(ratio -> columns.add(Column.number(ratio.name())));
        return columns;
    }

    /** The same, with the types of {@link #values}. */
    List<ParquetRows.Typed> types() {
        List<ParquetRows.Typed> types = new ArrayList<>();
        shown.forEach(one -> types.add(
                new ParquetRows.Typed(one.column().name(), one.column().type(), one.scale())));
        ratios.forEach(ratio -> types.add(new ParquetRows.Typed(ratio.name(), ColumnType.DOUBLE, 0)));
        return types;
    }

    /** The values of a row under {@link #columns}. */
    public List<Object> values(SummaryRow row) {
        List<Object> values = new ArrayList<>();
        shown.forEach(one -> values.add(value(one, row.values()[one.at()])));
        ratios.forEach(ratio -> values.add(
                Ratio.of(row.values()[places.get(ratio.dividend())], row.values()[places.get(ratio.divisor())])));
        return values;
    }

    private static Object value(Shown one, Object stored) {
        if (!(stored instanceof List<?> list)) {
            return stored;
        }
        return one.column().type() == ColumnType.RANKING
                ? ranking(list, one.kind())
                : histogram(list, one.measure().parameters());
    }

    /** {@code {value, count}} each, the most frequent first. */
    private static Entries ranking(List<?> places, Kind kind) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Object each : places) {
            Ranked place = (Ranked) each;
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("value", typed(place.value(), kind));
            entry.put("count", place.count());
            entries.add(entry);
        }
        return new Entries(
                entries,
                places.stream()
                        .map(Ranked.class::cast)
                        .map(place -> place.value() + " " + place.count())
                        .collect(Collectors.joining(", ")));
    }

    /** Rankings keep values as text, whatever the field is. */
    private static Object typed(String value, Kind kind) {
        return switch (kind) {
            case INT, LONG, DECIMAL -> new BigDecimal(value);
            case DOUBLE -> Double.valueOf(value);
            case BOOLEAN -> Boolean.valueOf(value);
            case STRING, TIMESTAMP -> value;
        };
    }

    /** {@code {from, to, count}} each: {@code from} is counted there and {@code to} is not; null where there is no bound. */
    private static Entries histogram(List<?> counts, List<Double> bounds) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (int place = 0; place < counts.size(); place++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("from", bound(bounds, place - 1));
            entry.put("to", bound(bounds, place));
            entry.put("count", counts.get(place));
            entries.add(entry);
        }
        return new Entries(entries, counts.stream().map(Object::toString).collect(Collectors.joining(", ")));
    }

    /** As it was written: 15, not 15.0. */
    private static Object bound(List<Double> bounds, int at) {
        return at < 0 || at >= bounds.size()
                ? null
                : new BigDecimal(
                        BigDecimal.valueOf(bounds.get(at)).stripTrailingZeros().toPlainString());
    }
}
