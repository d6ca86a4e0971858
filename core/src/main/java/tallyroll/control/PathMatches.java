package tallyroll.control;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which paths of the definition's fields led to a value, and which to none: most likely these lead nowhere. It is of events whose fields
 * could be read, and its size is that of the definition.
 *
 * @param matched paths that led to a value in at least one event
 * @param unmatched of each other path, in how many events it led to none
 */
public record PathMatches(Set<String> matched, Map<String, Long> unmatched) implements Serializable {
    /** Of nothing read. */
    public static final PathMatches NONE = new PathMatches(Set.of(), Map.of());

    public PathMatches {
        matched = Set.copyOf(matched);
        unmatched = Map.copyOf(unmatched);
        if (unmatched.keySet().stream().anyMatch(matched::contains)) {
            throw new IllegalArgumentException("a path is both: " + matched + ", " + unmatched);
        }
    }

    /**
     * Of so many events.
     *
     * @param with paths that led to a value
     * @param without paths that led to none, at least for one field
     */
    public static PathMatches of(Set<String> with, Set<String> without, long events) {
        Map<String, Long> unmatched = new HashMap<>();
        without.stream().filter(path -> !with.contains(path)).forEach(path -> unmatched.put(path, events));
        return new PathMatches(with, unmatched);
    }

    /** Of what both have read, in any order. */
    public PathMatches plus(PathMatches other) {
        Set<String> either = new HashSet<>(matched);
        either.addAll(other.matched);
        Map<String, Long> neither = new HashMap<>(unmatched);
        other.unmatched.forEach((path, events) -> neither.merge(path, events, Long::sum));
        neither.keySet().removeAll(either);
        return new PathMatches(either, neither);
    }

    /** With what was read after it: of its paths, for others are no longer in the definition. */
    PathMatches followedBy(PathMatches later) {
        PathMatches all = plus(later);
        if (later.equals(NONE)) {
            return all;
        }
        Set<String> matchedNow = new HashSet<>(all.matched);
        matchedNow.removeIf(path -> !later.names(path));
        Map<String, Long> unmatchedNow = new HashMap<>(all.unmatched);
        unmatchedNow.keySet().removeIf(path -> !later.names(path));
        return new PathMatches(matchedNow, unmatchedNow);
    }

    private boolean names(String path) {
        return matched.contains(path) || unmatched.containsKey(path);
    }
}
