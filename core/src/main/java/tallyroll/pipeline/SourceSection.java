package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of a source's section of the definition, and how they go together. A receiver's section has {@code buffer} and {@code
 * max_per_batch} besides, which need not be declared.
 *
 * @param keys in the order of the reference page
 * @param choices groups of keys' names: exactly one key of each group must be written
 * @param companions keys that mean something only beside another
 */
public record SourceSection(List<SourceKey<?>> keys, List<List<String>> choices, List<Companion> companions) {
    public SourceSection {
        keys = List.copyOf(keys);
        choices = List.copyOf(choices);
        companions = List.copyOf(companions);
        List<String> names = keys.stream().map(key -> key.name()).toList();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("a key is declared twice among " + names);
        }
    }

    /** That {@code key} means something only where {@code other} is written. */
    public record Companion(String key, String other) {}

    public static SourceSection of(SourceKey<?>... keys) {
        return new SourceSection(Arrays.asList(keys), List.of(), List.of());
    }

    /** The same keys, of which exactly one of these must be written. */
    public SourceSection exactlyOneOf(SourceKey<?>... alternatives) {
        List<List<String>> more = new ArrayList<>(choices);
        more.add(Arrays.stream(alternatives).map(SourceKey::name).toList());
        return new SourceSection(keys, more, companions);
    }

    /** The same keys, of which {@code key} means something only where {@code other} is written. */
    public SourceSection onlyWith(SourceKey<?> key, SourceKey<?> other) {
        List<Companion> more = new ArrayList<>(companions);
        more.add(new Companion(key.name(), other.name()));
        return new SourceSection(keys, choices, more);
    }

    Shape.Section shape() {
        return new Shape.Section(keys.stream().map(SourceKey::key).toList(), choices);
    }

    void check(Value.Section written, DefinitionErrors errors) {
        for (Companion companion : companions) {
            if (written.states(companion.key()) && !written.states(companion.other())) {
                errors.add(
                        written.placeOf(companion.key()),
                        "means nothing without the key \"" + companion.other() + "\"",
                        "write both or neither");
            }
        }
    }
}
