package tallyroll.sample;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tallyroll.decode.JsonSteps;
import tallyroll.event.EventEnvelope;
import tallyroll.event.TransportField;

/**
 * Where a value stands in a record, or beside it.
 *
 * @param keys from the outermost object inwards, a place in an array as {@code [0]}; one column or group; of the envelope, without the
 *     word itself; the whole path of what the transport says
 */
record FieldPath(Origin origin, List<String> keys) {
    private static final Pattern PLAIN = Pattern.compile("[^.\\[\\]\"'*?$\\\\{}\\p{Cntrl}]+");
    private static final Pattern INDEX = Pattern.compile("\\[[0-9]{1,6}\\]");
    private static final Pattern WRITABLE = Pattern.compile("[^.]+(\\.[^.]+)*");
    private static final Pattern DIGITS = Pattern.compile("-?[0-9:]+");

    /** What a path begins at. */
    enum Origin {
        /** A JSON value, around the array where it is exploded. */
        VALUE,
        /** An element of the exploded array, whose path begins with the array's. */
        ELEMENT,
        /** What stands around the event. */
        ENVELOPE,
        /** Key and headers. */
        BESIDE,
        /** A column of CSV, or a group of a pattern. */
        COLUMN
    }

    FieldPath {
        keys = List.copyOf(keys);
    }

    static FieldPath column(String name) {
        return new FieldPath(Origin.COLUMN, List.of(name));
    }

    static String index(int place) {
        return "[" + place + "]";
    }

    /** Whether a key of an object reads like a place in an array, so that no path can tell them apart. */
    static boolean readsAsIndex(String key) {
        return INDEX.matcher(key).matches();
    }

    String last() {
        return keys.get(keys.size() - 1);
    }

    /** What the name says; of a place in an array, the array's. */
    List<String> words() {
        boolean place = keys.size() > 1 && readsAsIndex(last());
        return NameWords.of(place ? keys.get(keys.size() - 2) + " " + last() : last());
    }

    int depth() {
        return keys.size() - 1;
    }

    /** As a definition writes it; empty where one of the keys cannot be written. */
    Optional<String> written() {
        return switch (origin) {
            case BESIDE -> Optional.of(keys.get(0));
            case COLUMN -> column();
            case ENVELOPE -> json().map(path -> EventEnvelope.PREFIX + path);
            case VALUE, ELEMENT -> json().map(FieldPath::inValue);
        };
    }

    private Optional<String> column() {
        String name = keys.get(0);
        boolean plain = WRITABLE.matcher(name).matches()
                && name.equals(name.strip())
                && !name.contains("${")
                && name.chars().noneMatch(Character::isISOControl)
                && TransportField.of(name).isEmpty();
        return plain ? Optional.of(name) : Optional.empty();
    }

    /** A key that is called like what stands beside the value, or around it, is told apart by the root. */
    private static String inValue(String path) {
        boolean taken = TransportField.of(path).isPresent() || path.startsWith(EventEnvelope.PREFIX);
        return taken ? "$." + path : path;
    }

    private Optional<String> json() {
        StringBuilder path = new StringBuilder();
        for (String key : keys) {
            boolean plain = PLAIN.matcher(key).matches()
                    && key.equals(key.strip())
                    && (path.isEmpty() || !DIGITS.matcher(key).matches());
            if (INDEX.matcher(key).matches()) {
                path.append(key);
            } else if (plain) {
                path.append(path.isEmpty() ? "" : ".").append(key);
            } else {
                path.append("['")
                        .append(key.replace("\\", "\\\\").replace("'", "\\'"))
                        .append("']");
            }
        }
        String text = path.toString();
        boolean writable = WRITABLE.matcher(text).matches()
                && !text.contains("${")
                && text.chars().noneMatch(Character::isISOControl)
                && JsonSteps.fault(text).isEmpty();
        return writable ? Optional.of(text) : Optional.empty();
    }

    /** For people. */
    String text() {
        String joined = String.join(".", keys).replace(".[", "[");
        return origin == Origin.ENVELOPE ? EventEnvelope.PREFIX + joined : joined;
    }
}
