package tallyroll.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arrays of objects in objects, and how much of what the records say stands in each. */
final class ElementArrays {
    private static final int MOST_ARRAYS = 100;
    private static final int DEEPEST = 4;

    private final Map<List<String>, Tally> byPath = new HashMap<>();
    private int records;
    private long values;

    /** @param records that have the array; @param elements in all of them; @param values in those elements */
    private record Tally(int records, long elements, long values) {
        Tally plus(int moreElements, long moreValues) {
            return new Tally(records + 1, elements + moreElements, values + moreValues);
        }
    }

    /**
     * An array that nearly all records have.
     *
     * @param share of all values of the records that stand in its elements, 0 to 1
     */
    record Candidate(List<String> path, double share) {}

    void see(JsonNode record) {
        records++;
        values += count(record);
        walk(record, new ArrayList<>());
    }

    private void walk(JsonNode object, List<String> path) {
        if (path.size() == DEEPEST) {
            return;
        }
        object.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            path.add(entry.getKey());
            if (value.isObject()) {
                walk(value, path);
            } else if (value.isArray() && objects(value) && (byPath.size() < MOST_ARRAYS || byPath.containsKey(path))) {
                byPath.merge(
                        List.copyOf(path),
                        new Tally(1, value.size(), count(value)),
                        (before, now) -> before.plus(value.size(), now.values()));
            }
            path.remove(path.size() - 1);
        });
    }

    static boolean objects(JsonNode array) {
        for (JsonNode element : array) {
            if (!element.isObject()) {
                return false;
            }
        }
        return true;
    }

    private static long count(JsonNode node) {
        if (node.isValueNode()) {
            return 1;
        }
        long count = 0;
        for (JsonNode child : node) {
            count += count(child);
        }
        return count;
    }

    /** The one that holds most. */
    Optional<Candidate> largest() {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getValue().records() * 10L >= records * 8L
                        && entry.getValue().elements() > 0)
                .max(Comparator.comparingLong(entry -> entry.getValue().values()))
                .map(entry ->
                        new Candidate(entry.getKey(), (double) entry.getValue().values() / Math.max(1, values)));
    }
}
