package tallyroll.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tallyroll.oracle.Reading.Seen;

/**
 * Says what is wrong with stored summaries, given every record of the topic.
 *
 * <p>Counts, sums, minima and maxima must be exact, averages right to 1e-12, distinct counts exact below 2,048 and
 * within 5 % above, quantiles within 1 % of the value at the rank. Rows that are missing and rows that should not be there count
 * as well. Of different events with the same id and no revision the first one passed counts, so records must be passed in the order
 * in which they were read; where all copies are equal the order does not matter.
 */
public final class Oracle {
    private static final int MOST_SHOWN = 100;

    private final Definition definition;
    private final Reading reading;
    private final List<Difference> differences = new ArrayList<>();
    private long different;
    private long rows;

    private record Key(List<Object> group, Instant bucket) {
        @Override
        public String toString() {
            return group + " " + bucket;
        }
    }

    private Oracle(Definition definition) {
        this.definition = definition;
        reading = new Reading(definition.event());
    }

    /** Judges what is stored. */
    public static Verdict judge(Definition definition, Iterable<TopicRecord> topic, Stored stored) {
        Oracle oracle = new Oracle(definition);
        topic.forEach(oracle.reading::add);
        for (Definition.Rollup rollup : definition.rollups()) {
            for (Every every : rollup.every()) {
                oracle.table(rollup, every, stored);
            }
        }
        return oracle.verdict();
    }

    private Verdict verdict() {
        long events = reading.events().size();
        long broken = reading.broken().size();
        return new Verdict(
                reading.records(), events, reading.records() - events - broken, broken, rows, different, differences);
    }

    private void table(Definition.Rollup rollup, Every every, Stored stored) {
        String table = rollup.name() + "_" + every.label();
        Map<Key, List<Seen>> expected = expected(rollup, every);
        rows += expected.size();
        stored.rows(table, row -> {
            Key key = new Key(rollup.by().stream().map(row::get).toList(), (Instant) row.get("bucket"));
            List<Seen> events = expected.remove(key);
            if (events == null) {
                differ(new Difference(table, key.toString(), "", "no row", "a row"));
            } else {
                row(table, key, rollup, events, row);
            }
        });
        expected.forEach((key, events) ->
                differ(new Difference(table, key.toString(), "", "a row of " + events.size() + " events", "no row")));
    }

    private Map<Key, List<Seen>> expected(Definition.Rollup rollup, Every every) {
        int[] by = rollup.by().stream().mapToInt(definition.event()::slot).toArray();
        Map<Key, List<Seen>> groups = new HashMap<>();
        for (Seen event : reading.events()) {
            if (rollup.where().test(event.values())) {
                List<Object> group = new ArrayList<>(by.length);
                for (int slot : by) {
                    group.add(plainNumber(definition.event().fields().get(slot), event.values()[slot]));
                }
                groups.computeIfAbsent(new Key(group, every.floor(event.time())), key -> new ArrayList<>(1))
                        .add(event);
            }
        }
        return groups;
    }

    /** Whole numbers are stored in bigint columns. */
    private static Object plainNumber(Definition.Field field, Object value) {
        return field.type().equals("int") || field.type().equals("long")
                ? (Object) ((Number) value).longValue()
                : value;
    }

    private void row(String table, Key key, Definition.Rollup rollup, List<Seen> events, Map<String, Object> row) {
        for (Definition.Measure measure : rollup.measures()) {
            int slot = measure.field().isEmpty() ? -1 : definition.event().slot(measure.field());
            new Answers(measure, slot, events).columns().forEach((column, expectation) -> {
                Object stored = row.get(column);
                if (!row.containsKey(column)) {
                    differ(new Difference(table, key.toString(), column, expectation.text(), "no such column"));
                } else if (!expectation.met().test(stored)) {
                    differ(new Difference(table, key.toString(), column, expectation.text(), Objects.toString(stored)));
                }
            });
        }
    }

    private void differ(Difference difference) {
        different++;
        if (differences.size() < MOST_SHOWN) {
            differences.add(difference);
        }
    }
}
