package tallyroll.event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tallyroll.event.FieldType.Kind;

/**
 * How the values of a field are written, beyond its type and pattern.
 *
 * @param strict whether a number must not be written as a text, nor a text as a number, where the format tells them apart
 * @param nulls texts that stand for no value
 * @param decimalMark between whole digits and fraction, of numbers in texts
 * @param thousandsMark between groups of three digits, of numbers in texts; empty: none
 * @param booleans words for true and false beside these two: {@code yes/no}
 */
public record Notation(
        boolean strict, List<String> nulls, String decimalMark, String thousandsMark, List<String> booleans)
        implements Serializable {
    /** Numbers as JSON writes them, nothing else. */
    public static final Notation PLAIN = new Notation(false, List.of(), ".", "", List.of());

    public Notation {
        nulls = List.copyOf(nulls);
        booleans = List.copyOf(booleans);
    }

    /** Whether numbers in texts are written otherwise than in JSON. */
    public boolean marksNumbers() {
        return !decimalMark.equals(".") || !thousandsMark.isEmpty();
    }

    /** What of it says something about values of that type. */
    public Notation of(FieldType type) {
        boolean number = type.kind() != Kind.STRING && type.kind() != Kind.BOOLEAN && type.kind() != Kind.TIMESTAMP;
        return new Notation(
                strict,
                nulls,
                number ? decimalMark : PLAIN.decimalMark,
                number ? thousandsMark : "",
                type.kind() == Kind.BOOLEAN ? booleans : List.of());
    }

    /** As people compare it; empty where it is plain. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (strict) {
            parts.add("strict");
        }
        if (!nulls.isEmpty()) {
            parts.add("null is \"" + String.join("\" or \"", nulls) + "\"");
        }
        if (marksNumbers()) {
            parts.add("numbers with \"" + decimalMark + "\" and \"" + thousandsMark + "\"");
        }
        if (!booleans.isEmpty()) {
            parts.add("booleans " + String.join(" or ", booleans));
        }
        return String.join(", ", parts);
    }
}
