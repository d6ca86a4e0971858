package tallyroll.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallyroll.pipeline.Value.Section;

/**
 * The values of a source's section, by the keys that declare them. Immutable; defaults are filled in. It may hold
 * secrets and stays in the process that read it: receivers run there, not on executors.
 *
 * <p>{@linkplain #isChecked Unchecked} where the definition was read without the provider of its source on the class path. Then
 * nobody knew what the keys mean, and none can be read here.
 */
public final class SourceSettings {
    private final LinkedHashMap<String, Object> values;
    private final boolean checked;

    private SourceSettings(Map<String, Object> values, boolean checked) {
        this.values = new LinkedHashMap<>(values);
        this.checked = checked;
    }

    /** What a section says; what is wrong with it is among the errors afterwards. */
    static SourceSettings read(SourceSection section, Section written, DefinitionErrors errors) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (SourceKey<?> key : section.keys()) {
            key.read(written, errors).ifPresent(value -> values.put(key.name(), value));
        }
        section.check(written, errors);
        return new SourceSettings(values, true);
    }

    /** Of a section whose keys nobody declares. */
    static SourceSettings unchecked() {
        return new SourceSettings(Map.of(), false);
    }

    /** Whether the section was held against its declaration. */
    public boolean isChecked() {
        return checked;
    }

    /** The value of a key that is required or has a default. */
    public <T> T get(SourceKey<T> key) {
        return find(key)
                .orElseThrow(() -> new IllegalStateException("the key \"" + key.name()
                        + "\" has no value: it is neither required nor has it a default, or the section of "
                        + names() + " does not declare it"));
    }

    /** The value of a key; empty where it was left out and has no default. */
    @SuppressWarnings("unchecked") // what stands under the key's name was read by the key's type
    public <T> Optional<T> find(SourceKey<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }

    /** The keys that have a value. */
    public Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceSettings that && values.equals(that.values) && checked == that.checked;
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The names only: among the values may be a password. */
    @Override
    public String toString() {
        return "SourceSettings" + values.keySet();
    }
}
