package tallyroll.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How numbers and booleans are written in texts.
 *
 * @param decimal between whole digits and fraction
 * @param thousands between groups of three digits; empty: none
 * @param booleans a pair of words such as {@code yes/no}; empty: true and false
 */
record Spelling(String decimal, String thousands, String booleans) {
    static final Spelling PLAIN = new Spelling(".", "", "");

    private static final List<Spelling> NUMBERS = List.of(
            new Spelling(".", ",", ""),
            new Spelling(",", ".", ""),
            new Spelling(",", "", ""),
            new Spelling(",", " ", ""),
            new Spelling(".", " ", ""),
            new Spelling(".", "'", ""),
            new Spelling(",", "'", ""),
            new Spelling(".", "_", ""));
    private static final List<String> PAIRS =
            List.of("yes/no", "y/n", "on/off", "t/f", "ja/nein", "j/n", "oui/non", "si/no", "1/0");
    private static final Pattern THREE_BEHIND_A_COMMA = Pattern.compile("-?[1-9][0-9]{0,2}(,[0-9]{3})?");
    private static final Set<String> FLAG_WORDS = Set.of(
            "is",
            "has",
            "was",
            "flag",
            "active",
            "enabled",
            "deleted",
            "valid",
            "paid",
            "success",
            "successful",
            "ok",
            "member",
            "returned",
            "cancelled",
            "canceled",
            "verified",
            "processed",
            "available");

    /** Words that stand for no value wherever they stand. */
    private static final Set<String> NULLS = Set.of("NULL", "null", "\\N", "(null)", "N/A", "n/a");

    /** Words that stand for no value among numbers, times and booleans. */
    private static final Set<String> NULLS_AMONG_OTHERS =
            Set.of("-", "--", "NA", "na", "None", "none", "nil", "NaN", "nan", "undefined", "?", "unknown", "#N/A");

    /** Whether a text may stand for no value. */
    static boolean mayBeNull(String text) {
        return NULLS.contains(text) || NULLS_AMONG_OTHERS.contains(text);
    }

    static boolean alwaysNull(String text) {
        return NULLS.contains(text);
    }

    /** The marks by which all of these texts are numbers, at least one of which has one; empty where there are none. */
    static Optional<Spelling> ofNumbers(Collection<String> texts) {
        return NUMBERS.stream()
                .filter(spelling -> texts.stream()
                        .allMatch(text -> spelling.number().matcher(text).matches()))
                .findFirst();
    }

    /** Whether {@code 1,234} is all that was seen, which is two numbers in two countries. */
    boolean doubtful(Collection<String> texts) {
        return thousands.equals(",")
                && texts.stream()
                        .allMatch(text -> THREE_BEHIND_A_COMMA.matcher(text).matches());
    }

    private Pattern number() {
        String fraction = "(" + Pattern.quote(decimal) + "[0-9]{1,40})?";
        String grouped = thousands.isEmpty()
                ? ""
                : "|[1-9][0-9]{0,2}(" + Pattern.quote(thousands) + "[0-9]{3}){1,12}" + fraction;
        return Pattern.compile("-?((0|[1-9][0-9]{0,40})" + fraction + grouped + ")");
    }

    /** The pair of words that these texts are, both of which were seen unless the field's name asks yes or no. */
    static Optional<Spelling> ofBooleans(Collection<String> texts, List<String> words) {
        List<String> seen = texts.stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        boolean flag = words.stream().anyMatch(FLAG_WORDS::contains);
        return PAIRS.stream()
                .filter(pair -> Stream.of(pair.split("/", -1)).toList().containsAll(seen))
                .filter(pair -> flag || (seen.size() == 2 && !pair.equals("1/0")))
                .findFirst()
                .map(pair -> new Spelling(".", "", pair));
    }

    /** A number as JSON writes it. */
    String plain(String text) {
        String digits = thousands.isEmpty() ? text : text.replace(thousands, "");
        return decimal.equals(".") ? digits : digits.replace(decimal, ".");
    }

    /** The keys of a field that say so; empty where it is plain. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        if (!decimal.equals(".") || !thousands.isEmpty()) {
            List<String> marks = new ArrayList<>();
            if (!decimal.equals(".")) {
                marks.add("decimal: \"" + decimal + "\"");
            }
            if (!thousands.isEmpty()) {
                marks.add("thousands: \"" + thousands + "\"");
            }
            keys.add("numbers: {" + String.join(", ", marks) + "}");
        }
        if (!booleans.isEmpty()) {
            keys.add("booleans: " + booleans);
        }
        return keys;
    }
}
