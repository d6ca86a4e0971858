package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;

/** What may stand behind a key. One description drives the reader, the JSON Schema and the reference page. */
sealed interface Shape {
    /**
     * A single value.
     *
     * @param type its name on the reference page
     * @param pattern the regular expression it matches as a whole; empty: anything
     * @param rule the fault of a value that does not match; empty: the reader has a better one
     * @param range the bounds of a value that matches, for the reference page; empty: none
     */
    record Text(String type, String pattern, String rule, String range) implements Shape {
        Text(String type, String pattern, String rule) {
            this(type, pattern, rule, "");
        }

        boolean accepts(String value) {
            return rule.isEmpty() || value.matches(pattern);
        }

        Text within(String bounds) {
            return new Text(type, pattern, rule, bounds);
        }
    }

    /** A single value of a fixed set. */
    record Word(List<String> words) implements Shape {}

    /**
     * Known keys.
     *
     * @param choices groups of keys: exactly one key of each group must be written
     */
    record Section(List<Key> keys, List<List<String>> choices) implements Shape {
        Section(List<Key> keys) {
            this(keys, List.of());
        }

        /** The same keys with one more choice. */
        Section exactlyOneOf(String... names) {
            List<List<String>> more = new ArrayList<>(choices);
            more.add(List.of(names));
            return new Section(keys, List.copyOf(more));
        }

        List<String> names() {
            return keys.stream().map(Key::name).toList();
        }

        /** Whether it is right with nothing written in it. */
        boolean mayBeEmpty() {
            return choices.isEmpty() && keys.stream().noneMatch(Key::required);
        }
    }

    /** Keys that the user names, at least one, each with the same shape. */
    record Named(String what, Text name, Shape each) implements Shape {}

    /** A list; with {@code single} one value may stand for a list of one, and only with {@code mayBeEmpty} it may be empty. */
    record Listing(Text item, boolean single, boolean mayBeEmpty) implements Shape {
        Listing(Text item, boolean single) {
            this(item, single, false);
        }
    }

    /** What nobody declares: taken as it is written. */
    record Anything() implements Shape {}

    /** A single value or the keys of a section. */
    record Either(Shape single, Section section) implements Shape {}

    /** What it takes, in words. */
    default String kinds() {
        if (this instanceof Section || this instanceof Named) {
            return "keys with values";
        }
        if (this instanceof Either || this instanceof Anything) {
            return "a single value or keys with values";
        }
        if (this instanceof Listing listing) {
            return listing.single() ? "a single value or a list" : "a list";
        }
        return "a single value";
    }
}
