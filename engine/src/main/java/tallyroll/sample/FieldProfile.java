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

    private static final int NO_SIZE = -1;
    private static final int SEVERAL_SIZES = -2;

    /** What a value is as its format writes it; CSV has texts only. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        ARRAY,
        OBJECT
    }

    private final FieldPath path;
    private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int empty;
    private int size = NO_SIZE;

    FieldProfile(FieldPath path) {
        this.path = path;
    }

    void see(Kind kind, String value) {
        kinds.merge(kind, 1, Integer::sum);
        if (kind != Kind.ARRAY && kind != Kind.OBJECT) {
            String known = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…" + value.hashCode();
            counts.merge(known, 1, Integer::sum);
            empty += value.isEmpty() ? 1 : 0;
        }
    }

    /** The size of an array that was seen. */
    void sized(int places) {
        size = size == NO_SIZE || size == places ? places : SEVERAL_SIZES;
    }

    /** Whether it was an array of one size whenever it was there. */
    boolean sameSize() {
        return size >= 0 && only(Kind.ARRAY);
    }

    /** The same where these texts are no values. */
    FieldProfile without(Set<String> nulls) {
        FieldProfile rest = new FieldProfile(path);
        rest.kinds.putAll(kinds);
        rest.size = size;
        rest.empty = empty;
        counts.forEach((value, count) -> {
            if (nulls.contains(value)) {
                rest.kinds.computeIfPresent(Kind.TEXT, (kind, all) -> all > count ? all - count : null);
            } else {
                rest.counts.put(value, count);
            }
        });
        return rest;
    }

    FieldPath path() {
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
