package tallyroll.sample;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was seen of one field: how often it was there, as what, and its values with how often each came. */
final class FieldProfile {
    /** Longer texts are told apart by their beginning and their hash. */
    private static final int LONGEST = 200;

    /** What a value is as its format writes it; CSV has texts only. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        ARRAY,
        OBJECT
    }

    private final List<String> path;
    private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int empty;

    /** @param path the keys from the outermost object inwards, or one column */
    FieldProfile(List<String> path) {
        this.path = List.copyOf(path);
    }

    void see(Kind kind, String value) {
        kinds.merge(kind, 1, Integer::sum);
        if (kind != Kind.ARRAY && kind != Kind.OBJECT) {
            String known = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…" + value.hashCode();
            counts.merge(known, 1, Integer::sum);
            empty += value.isEmpty() ? 1 : 0;
        }
    }

    List<String> path() {
        return path;
    }

    /** Records in which it has a value that is not null. */
    int present() {
        return kinds.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many of those are a text without characters. */
    int empty() {
        return empty;
    }

    Set<Kind> kinds() {
        return Collections.unmodifiableSet(kinds.keySet());
    }

    boolean only(Kind kind) {
        return kinds.keySet().equals(Set.of(kind));
    }

    int distinct() {
        return counts.size();
    }

    Set<String> values() {
        return Collections.unmodifiableSet(counts.keySet());
    }

    /** Each value with how often it came, the commonest first. */
    List<Map.Entry<String, Integer>> commonest() {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .toList();
    }
}
