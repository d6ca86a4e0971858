package tallyroll.event;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * One declared field of an event.
 *
 * @param name the field's name in the definition, unique in its schema
 * @param path where the value stands in the source: a JSON path {@code a.b.c} or a CSV column name; empty for a derived field
 * @param expression a Spark SQL expression over the decoded fields for a derived field, else empty
 * @param pattern how a timestamp may be written, a line for each way in the order they are tried: names such as {@code epoch_millis}, and
 *     patterns of {@link java.time.format.DateTimeFormatter}; empty: ISO-8601
 * @param zone the zone of a timestamp that names none, an IANA id; "UTC" by default
 * @param missing what a missing or null value becomes
 * @param notation how its values are written, beyond type and pattern
 */
public record Field(
        String name,
        FieldType type,
        String path,
        String expression,
        String pattern,
        String zone,
        Missing missing,
        Notation notation)
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
        return new Field(name, type, name, "", "", "UTC", Missing.NULL, Notation.PLAIN);
    }

    /** The same field under a name, read from another place. */
    public Field at(String otherName, String elsewhere) {
        return new Field(otherName, type, elsewhere, expression, pattern, zone, missing, notation);
    }

    /** The lines of {@link #pattern}. */
    public List<String> patterns() {
        return pattern.lines().toList();
    }

    public boolean derived() {
        return !expression.isEmpty();
    }

    /** A field that no definition names: the value of an expression in a measure, whose text is its name. */
    public static Field hidden(String expression, FieldType type) {
        return new Field(expression, type, "", expression, "", "UTC", Missing.NULL, Notation.PLAIN);
    }

    /** Whether it is {@link #hidden(String, FieldType)}; no declared field has its own name as its expression. */
    public boolean hidden() {
        return derived() && name.equals(expression);
    }
}
