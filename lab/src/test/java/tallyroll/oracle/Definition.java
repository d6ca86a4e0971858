package tallyroll.oracle;

import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;

/**
 * The oracle's own model of a definition: JSON events and rollups of them.
 *
 * @param keyspace where the summary tables are
 * @param event how an event is read
 * @param rollups what is kept of them
 */
public record Definition(String keyspace, Event event, List<Rollup> rollups) {
    public Definition {
        rollups = List.copyOf(rollups);
    }

    /**
     * How an event is read from JSON.
     *
     * @param ids the fields that together identify an event; empty: its position on the topic does
     * @param time the field that is the event time
     * @param pattern how the time is written; empty: ISO-8601
     * @param zone the zone of a time without one
     * @param revision the field whose highest value chooses among events of one id; empty: the first counts
     * @param maxBytes records longer than this are broken
     */
    public record Event(
            List<String> ids,
            String time,
            String pattern,
            ZoneId zone,
            List<Field> fields,
            String revision,
            int maxBytes) {
        public Event {
            ids = List.copyOf(ids);
            fields = List.copyOf(fields);
        }

        int slot(String field) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equals(field)) {
                    return i;
                }
            }
            throw new IllegalArgumentException("there is no field \"" + field + "\"");
        }
    }

    /**
     * A field other than the time.
     *
     * @param type as in a definition file: {@code int}, {@code decimal(10,2)} …
     * @param path where it is: {@code a.b.c}
     * @param required whether an event without it is broken; ids and groups always are
     */
    public record Field(String name, String type, String path, boolean required) {}

    /**
     * @param where which events count, by their field values in the order of {@link Event#fields}
     */
    public record Rollup(
            String name, List<String> by, List<Every> every, List<Measure> measures, Predicate<Object[]> where) {
        public Rollup {
            by = List.copyOf(by);
            every = List.copyOf(every);
            measures = List.copyOf(measures);
        }
    }

    /**
     * @param function as in a definition file, or {@code counter}: a sum that is 0 where there is no value
     * @param field empty for {@code count} of events
     */
    public record Measure(String name, String function, String field, List<Double> parameters) {
        public Measure {
            parameters = List.copyOf(parameters);
        }

        Measure asCounter() {
            return function.equals("sum") ? new Measure(name, "counter", field, parameters) : this;
        }
    }
}
