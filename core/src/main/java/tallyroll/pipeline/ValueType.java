package tallyroll.pipeline;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tallyroll.pipeline.Shape.Text;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/**
 * What may stand behind a {@link SourceKey}, with its bounds, and what it becomes in Java. Values must be serialisable.
 *
 * @param <T> what a value becomes
 */
public final class ValueType<T> {
    /** Any text that is not empty. */
    public static final ValueType<String> TEXT = text(Grammar.TEXT);

    /** The name of a Java class. */
    public static final ValueType<String> CLASS = text(Grammar.CLASS);

    /** {@code true} or {@code false}. */
    public static final ValueType<Boolean> FLAG =
            new ValueType<>(new Shape.Word(List.of("true", "false")), scalar(Boolean::parseBoolean));

    /** A file; what it holds is read by whoever is given it. */
    public static final ValueType<WrittenFile> FILE = new ValueType<>(
            Grammar.TEXT,
            (value, errors) -> value instanceof Scalar scalar
                    ? Optional.of(new WrittenFile(scalar.place(), scalar.text()))
                    : Optional.empty());

    /** A text that nobody else may read. */
    public static final ValueType<Secret> SECRET = new ValueType<>(
            Grammar.TEXT,
            (value, errors) -> value instanceof Scalar scalar
                    ? Optional.of(Secret.of(scalar.place().key(), scalar.reference(), scalar.text()))
                    : Optional.empty());

    private final Shape shape;
    private final BiFunction<Value, DefinitionErrors, Optional<T>> reader;

    private ValueType(Shape shape, BiFunction<Value, DefinitionErrors, Optional<T>> reader) {
        this.shape = shape;
        this.reader = reader;
    }

    /**
     * A text of a form of its own.
     *
     * @param type its name on the reference page
     * @param pattern the regular expression that matches it as a whole
     * @param rule what is wrong with one that does not match: {@code is not a URL path (expected / and then letters)}
     */
    public static ValueType<String> matching(String type, String pattern, String rule) {
        return text(new Text(type, pattern, rule));
    }

    /**
     * A text of a form of its own, as something other than text.
     *
     * @param parse of a text that matches; an IllegalArgumentException's message is what is wrong with the value, and begins as a
     *     {@code rule} does
     */
    public static <T> ValueType<T> parsed(String type, String pattern, String rule, Function<String, T> parse) {
        return new ValueType<>(new Text(type, pattern, rule), scalar(parse));
    }

    /** One of a few words, each with what it stands for. The map's order is that of the reference page. */
    public static <T> ValueType<T> oneOf(Map<String, T> values) {
        Map<String, T> copy = new LinkedHashMap<>(values);
        return new ValueType<>(new Shape.Word(List.copyOf(copy.keySet())), scalar(copy::get));
    }

    /** One of an enum's constants, by the word for each. */
    public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> constants, Function<E, String> word) {
        Map<String, E> values = new LinkedHashMap<>();
        for (E constant : constants.getEnumConstants()) {
            values.put(word.apply(constant), constant);
        }
        return oneOf(values);
    }

    /** A number of bytes between bounds, as they would be written: {@code "1KB"}, {@code "1024MB"}. */
    public static ValueType<Long> size(String min, String max) {
        return bounded(Grammar.SIZE, min, max, Scalars::bytes);
    }

    /** A whole number between bounds. */
    public static ValueType<Long> integer(long min, long max) {
        return bounded(Grammar.INTEGER, Long.toString(min), Long.toString(max), Scalars::integer);
    }

    /** A duration between bounds, as they would be written: {@code "1s"}, {@code "5m"}. */
    public static ValueType<Duration> duration(String min, String max) {
        return bounded(Grammar.DURATION, min, max, Scalars::duration);
    }

    /** An address. @param minPort 0 where a free port may be asked for, else 1 */
    public static ValueType<Address> address(int minPort) {
        return new ValueType<>(Grammar.ADDRESS, scalar(text -> address(text, minPort)));
    }

    /** Addresses with commas between them. @param minPort 0 where a free port may be asked for, else 1 */
    public static ValueType<List<Address>> addresses(int minPort) {
        return new ValueType<>(Grammar.HOST, scalar(text -> Arrays.stream(text.split(","))
                .map(one -> address(one.strip(), minPort))
                .toList()));
    }

    /**
     * Keys that the user names, at least one, each with a single value.
     *
     * @param what such a key is, for people: {@code JNDI property}
     * @param pattern of the names
     */
    public static ValueType<Map<String, String>> map(String what, String pattern) {
        Text name = new Text("name", pattern, "is not a valid name (" + what + ")");
        return new ValueType<>(
                new Shape.Named(what, name, Grammar.SCALAR),
                (value, errors) -> value instanceof Section section ? Optional.of(texts(section)) : Optional.empty());
    }

    /** Keys below the key. */
    public static ValueType<SourceSettings> section(SourceSection section) {
        return new ValueType<>(
                section.shape(),
                (value, errors) -> value instanceof Section written
                        ? Optional.of(SourceSettings.read(section, written, errors))
                        : Optional.empty());
    }

    Shape shape() {
        return shape;
    }

    /** The value in Java; empty with an error where it is out of bounds, empty without one where that was said before. */
    Optional<T> read(Value value, DefinitionErrors errors) {
        if (shape instanceof Text text && value instanceof Scalar scalar && !text.accepts(scalar.text())) {
            errors.add(scalar, text.rule(), "");
            return Optional.empty();
        }
        return reader.apply(value, errors);
    }

    private static ValueType<String> text(Text text) {
        return new ValueType<>(text, scalar(Function.identity()));
    }

    private static <T extends Comparable<T>> ValueType<T> bounded(
            Text text, String min, String max, Function<String, T> parse) {
        T lowest = parse.apply(min);
        T highest = parse.apply(max);
        String range = min + " to " + max;
        return new ValueType<>(text.within(range), scalar(written -> {
            T value = parse.apply(written);
            if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
                throw new IllegalArgumentException("is out of range: " + range);
            }
            return value;
        }));
    }

    private static Address address(String written, int minPort) {
        Address address = Address.parse(written);
        if (address.port() < minPort || address.port() > Address.MAX_PORT) {
            throw new IllegalArgumentException("has a port out of range: " + minPort + " to " + Address.MAX_PORT);
        }
        return address;
    }

    private static Map<String, String> texts(Section section) {
        Map<String, String> texts = new LinkedHashMap<>();
        section.entries().forEach((name, value) -> {
            if (value instanceof Scalar scalar) {
                texts.put(name, scalar.text());
            }
        });
        return texts;
    }

    private static <T> BiFunction<Value, DefinitionErrors, Optional<T>> scalar(Function<String, T> parse) {
        return (value, errors) -> {
            if (!(value instanceof Scalar scalar)) {
                return Optional.empty();
            }
            try {
                return Optional.of(parse.apply(scalar.text()));
            } catch (IllegalArgumentException wrong) {
                errors.add(scalar, wrong.getMessage(), "");
                return Optional.empty();
            }
        };
    }
}
