package tallyroll.pipeline;

import java.util.Optional;
import tallyroll.pipeline.Value.Section;

/**
 * A key of a source's section of the definition, declared once: {@code check}, the JSON Schema, the reference page and whoever
 * reads the value ({@link SourceSettings#get}) follow this.
 *
 * @param <T> what a value becomes in Java
 * @param required whether it must be written
 * @param byDefault what is read where the key is not written, as it would be written; empty: nothing
 * @param meaning what it says, a sentence without its full stop; bounds are the type's to state
 * @param example a value as it would be written
 */
public record SourceKey<T>(
        String name, ValueType<T> type, boolean required, String byDefault, String meaning, String example) {
    public SourceKey {
        if (required && !byDefault.isEmpty()) {
            throw new IllegalArgumentException("the key \"" + name + "\" is required and has a default");
        }
    }

    /** A key that must be written. */
    public static <T> SourceKey<T> required(String name, ValueType<T> type, String meaning, String example) {
        return new SourceKey<>(name, type, true, "", meaning, example);
    }

    /** A key that may be left out, and then has no value. */
    public static <T> SourceKey<T> optional(String name, ValueType<T> type, String meaning, String example) {
        return new SourceKey<>(name, type, false, "", meaning, example);
    }

    /** The same key with a value for where it is left out, as it would be written. */
    public SourceKey<T> defaultsTo(String written) {
        return new SourceKey<>(name, type, required, written, meaning, example);
    }

    private void hide(Value.Scalar value) {
        if (Options.secret(name)) {
            HiddenTexts.add(value.text(), "(hidden)");
        } else {
            HiddenTexts.addParts(value.text());
        }
    }

    Key key() {
        return new Key(name, type.shape(), required, byDefault, meaning, example);
    }

    /** The value of this key, or of its default; adds an error and is empty where there is neither. */
    Optional<T> read(Section written, DefinitionErrors errors) {
        Value value = written.entries().get(name);
        if (value == null && !byDefault.isEmpty() && !written.states(name)) {
            value = new Value.Scalar(written.placeOf(name), byDefault, byDefault);
        }
        if (value instanceof Value.Scalar scalar) {
            hide(scalar);
        }
        return value == null ? Optional.empty() : type.read(value, errors);
    }
}
