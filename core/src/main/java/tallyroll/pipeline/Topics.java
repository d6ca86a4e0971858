package tallyroll.pipeline;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which topics a pipeline reads: some by name, or all those that match a pattern, also those that are made later.
 *
 * @param names in order, none twice; none with a pattern
 * @param pattern a regular expression that a topic's whole name matches; empty with names
 */
public record Topics(List<String> names, String pattern) implements Serializable {
    /** How Kafka's own topics begin, which no pattern means. */
    private static final String INTERNAL = "__";

    public Topics {
        names = List.copyOf(new TreeSet<>(names));
        if (names.isEmpty() == pattern.isEmpty()) {
            throw new IllegalArgumentException("topics have names or a pattern");
        }
    }

    public static Topics named(String... names) {
        return new Topics(List.of(names), "");
    }

    public static Topics like(String pattern) {
        return new Topics(List.of(), pattern);
    }

    /** Whether there can be but one, whose name is known. */
    public boolean one() {
        return names.size() == 1;
    }

    public boolean include(String topic) {
        return pattern.isEmpty()
                ? names.contains(topic)
                : !topic.startsWith(INTERNAL) && Pattern.matches(pattern, topic);
    }

    /** Whether all that {@code before} means are among these. */
    public boolean includeAll(Topics before) {
        return equals(before)
                || (before.pattern.isEmpty() && before.names.stream().allMatch(this::include));
    }

    /** For people and for the stored definition: {@code topic flights}, {@code topics a, b}, {@code topics like orders-.*}. */
    @Override
    public String toString() {
        if (!pattern.isEmpty()) {
            return "topics like " + pattern;
        }
        return (one() ? "topic " : "topics ") + String.join(", ", names);
    }

    /** As {@link #toString}, with the names in quotes. */
    public String quoted() {
        return pattern.isEmpty()
                ? (one() ? "topic " : "topics ")
                        + names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "))
                : "topics like \"" + pattern + '"';
    }

    /** The topics of {@link #toString}'s text. */
    public static Topics of(String text) {
        String[] words = text.split(" ", 2);
        return words[1].startsWith("like ") ? like(words[1].substring("like ".length())) : named(words[1].split(", "));
    }
}
