package tallyroll.event;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a source record puts around the values of an event, and how to find them in it. */
public enum EventEnvelope {
    /** Nothing: the record is the event. */
    NONE,
    /** CNCF CloudEvents 1.0: the event is {@code data}. */
    CLOUDEVENTS,
    /** A change of a row as Debezium writes it: the event is {@code after}, or {@code before} where the row was deleted. */
    DEBEZIUM,
    /** A change of a row as Maxwell writes it: the event is {@code data}. */
    MAXWELL;

    /** Begins the path of what the envelope says itself, from its root on. */
    public static final String PREFIX = "envelope.";

    private static final String WHOLE = "$";

    /** Whether a field is read from the envelope itself. */
    public static boolean holds(Field field) {
        return field.path().startsWith(PREFIX);
    }

    /** Where in the envelope such a field stands. */
    public static String attribute(Field field) {
        return field.path().substring(PREFIX.length());
    }

    /**
     * A declared field as a record has it, read by its path from the record's root.
     *
     * @param root the path of the envelope, with a dot behind it; empty where it is the record
     * @param payload the path from there to what fields without {@link #PREFIX} begin at
     */
    public static Field within(Field declared, String root, String payload) {
        if (declared.derived() || TransportField.of(declared.path()).isPresent()) {
            return declared;
        }
        if (holds(declared)) {
            return declared.at(declared.name(), root + attribute(declared));
        }
        String path = declared.path().startsWith(WHOLE) ? declared.path().substring(1) : declared.path();
        boolean goesOn = path.isEmpty() || path.startsWith(".") || path.startsWith("[");
        return declared.at(declared.name(), root + payload + (goesOn ? path : "." + path));
    }

    /** Some declared fields as the bytes in the definition's format have them; those that stand elsewhere are left out. */
    public List<Field> inBytes(Collection<Field> declared) {
        return switch (this) {
            case NONE -> List.copyOf(declared);
            case DEBEZIUM ->
                declared.stream().map(field -> within(field, "", "after")).toList();
            case MAXWELL ->
                declared.stream().map(field -> within(field, "", "data")).toList();
            case CLOUDEVENTS -> declared.stream().filter(field -> !holds(field)).toList();
        };
    }

    /** Whether an event is a change of a row, which takes the place of what was said of the row before. */
    public boolean changesRows() {
        return this == DEBEZIUM || this == MAXWELL;
    }

    /** As definitions have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
