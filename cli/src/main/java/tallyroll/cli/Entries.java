package tallyroll.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several values in one cell: an array of objects in JSON, the same as JSON text in CSV, and words in a table for people.
 *
 * @param entries each its values by name, in order; a value is null, a string, a boolean or a number
 */
public record Entries(List<Map<String, Object>> entries, String words) {
    public Entries {
        entries = entries.stream()
                .map(entry -> Collections.unmodifiableMap(new LinkedHashMap<>(entry)))
                .toList();
    }

    /** The words. */
    @Override
    public String toString() {
        return words;
    }
}
