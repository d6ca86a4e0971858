package tallyroll.event;

import java.io.Serializable;
import java.util.Objects;

/**
 * One declared field of an event.
 *
 * @param name the field's name in the definition, unique in its schema
 * @param path where the value stands in the source: a JSON path {@code a.b.c} or a CSV column name; empty for a derived field
 * @param expression a Spark SQL expression over the decoded fields for a derived field, else empty
 * @param pattern a {@link java.time.format.DateTimeFormatter} pattern for a timestamp, else empty (then ISO-8601 is read)
 * @param zone the zone of a timestamp that names none, an IANA id; "UTC" by default
 * @param missing what a missing or null value becomes
 */
public record Field(
        String name, FieldType type, String path, String expression, String pattern, String zone, Missing missing)
        implements Serializable {
    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        if (path.isEmpty() == expression.isEmpty()) {
            throw new IllegalArgumentException(
                    "field \"" + name + "\" needs a path or an expression, and only one of them");
        }
    }

    /** A field read from the source under its own name. */
    public static Field of(String name, FieldType type) {
        return new Field(name, type, name, "", "", "UTC", Missing.NULL);
    }

    /** The same field under a name, read from another place. */
    public Field at(String otherName, String elsewhere) {
        return new Field(otherName, type, elsewhere, expression, pattern, zone, missing);
    }

    public boolean derived() {
        return !expression.isEmpty();
    }
}
