package tallyroll.event;

import java.io.Serializable;
import java.util.List;

/**
 * How several events stand in one record.
 *
 * @param path the keys that lead to the array whose elements are events, in objects in objects; empty: the record itself is the array
 */
public record Explode(Kind kind, List<String> path) implements Serializable {
    public static final Explode NONE = new Explode(Kind.NONE, List.of());

    /** A record is one event; each line of it is; each element of an array in it is. */
    public enum Kind {
        NONE,
        LINES,
        ARRAY
    }

    public Explode {
        path = List.copyOf(path);
    }

    /** Reads {@code lines}, {@code $}, {@code readings}, {@code $.data.readings}. */
    public static Explode parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        if (text.equals("lines")) {
            return new Explode(Kind.LINES, List.of());
        }
        String path = text.equals("$") ? "" : text.startsWith("$.") ? text.substring(2) : text;
        return new Explode(Kind.ARRAY, path.isEmpty() ? List.of() : List.of(path.split("\\.", -1)));
    }

    public boolean none() {
        return kind == Kind.NONE;
    }

    /** Whether a field stands in the part that is an event's own: in the element, not beside the array. */
    public boolean owns(Field field) {
        String prefix = String.join(".", path);
        String read = field.path().startsWith("$.") ? field.path().substring(2) : field.path();
        return !none()
                && TransportField.of(field.path()).isEmpty()
                && (prefix.isEmpty()
                        || read.equals(prefix)
                        || read.startsWith(prefix + ".")
                        || read.startsWith(prefix + "["));
    }

    /** As a definition writes it. */
    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "";
            case LINES -> "lines";
            case ARRAY -> path.isEmpty() ? "$" : "$." + String.join(".", path);
        };
    }
}
