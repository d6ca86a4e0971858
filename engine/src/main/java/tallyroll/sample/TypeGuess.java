package tallyroll.sample;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallyroll.event.FieldType;
import tallyroll.sample.FieldProfile.Kind;

/**
 * The type by which every value that was seen can be read, with room for those that were not.
 *
 * @param type empty where there is none, so that the field is left out
 * @param time of a timestamp
 * @param spelling of numbers and booleans in texts
 * @param doubt what may turn out to be wrong with it, or why it is left out; empty where there is nothing to say
 */
record TypeGuess(Optional<FieldType> type, Optional<TimeGuess> time, Spelling spelling, String doubt) {
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?");
    private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false");
    private static final Set<String> MONEY = Set.of(
            "amount",
            "price",
            "total",
            "cost",
            "fare",
            "fee",
            "tax",
            "vat",
            "revenue",
            "balance",
            "paid",
            "charge",
            "discount",
            "net",
            "gross",
            "eur",
            "usd",
            "gbp",
            "tip",
            "salary",
            "payment",
            "subtotal",
            "betrag",
            "preis",
            "umsatz",
            "summe",
            "montant",
            "prix",
            "importe",
            "precio");

    /** An int takes values this many times as large as the largest one seen; else a long is chosen. */
    private static final int HEADROOM = 16;

    private static final String JSON_INSIDE =
            "JSON in a text: what is in it is read by get_json_object in a field with expr, a time too";

    private static final int MOST_FRACTION_DIGITS = 4;

    /**
     * @param untyped whether the format has texts only
     * @param nowMicros later numbers are no times
     */
    static TypeGuess of(FieldProfile profile, boolean untyped, long nowMicros) {
        List<String> words = profile.path().words();
        Set<Kind> kinds = profile.kinds();
        if (kinds.isEmpty()) {
            return leftOut("null in every event");
        }
        if (profile.only(Kind.OBJECT) || profile.only(Kind.ARRAY)) {
            return leftOut(profile.only(Kind.ARRAY) ? array(profile.path()) : "an empty object");
        }
        if (profile.only(Kind.BOOLEAN)) {
            return of(FieldType.BOOLEAN, "");
        }
        if (profile.only(Kind.NUMBER)) {
            return NumberTime.of(profile.values(), words, nowMicros)
                    .map(TypeGuess::of)
                    .orElseGet(() -> number(profile.values(), words));
        }
        if (profile.only(Kind.TEXT)) {
            return text(profile, untyped, nowMicros);
        }
        if (kinds.equals(Set.of(Kind.TEXT, Kind.NUMBER))
                && profile.values().stream().allMatch(TypeGuess::numeric)) {
            return NumberTime.of(profile.values(), words, nowMicros)
                    .map(TypeGuess::of)
                    .orElseGet(() -> numbers(profile.values(), words, false));
        }
        return leftOut("now "
                + String.join(", now ", kinds.stream().map(TypeGuess::word).toList()));
    }

    private static String array(FieldPath path) {
        return path.written()
                .map(written -> "an array: its first element is \"%s[0]\"; explode: %s would make an event of each"
                        .formatted(written, written))
                .orElse("an array");
    }

    private static TypeGuess text(FieldProfile profile, boolean untyped, long nowMicros) {
        List<String> words = profile.path().words();
        Set<String> values = profile.values();
        if (words.contains("version")) {
            return of(FieldType.STRING, "");
        }
        Optional<TimeGuess> time = TimeGuess.ofTexts(values, words, nowMicros);
        if (time.isPresent()) {
            return of(time.get());
        }
        if (values.stream().allMatch(TypeGuess::numeric)) {
            return numbers(values, words, untyped);
        }
        if (untyped && values.stream().allMatch(value -> BOOLEAN.matcher(value).matches())) {
            return of(FieldType.BOOLEAN, "");
        }
        return Spelling.ofBooleans(values, words)
                .map(spelling -> new TypeGuess(Optional.of(FieldType.BOOLEAN), Optional.empty(), spelling, ""))
                .or(() -> Spelling.ofNumbers(values).map(spelling -> marked(values, words, spelling)))
                .orElseGet(() -> of(FieldType.STRING, json(values) ? JSON_INSIDE : ""));
    }

    private static boolean json(Set<String> values) {
        return values.stream().allMatch(value -> value.startsWith("{") && value.length() > 2);
    }

    private static TypeGuess marked(Set<String> values, List<String> words, Spelling spelling) {
        TypeGuess plain = number(values.stream().map(spelling::plain).toList(), words);
        String doubt = spelling.doubtful(values) ? "may be a decimal comma as well" : plain.doubt();
        return new TypeGuess(plain.type(), Optional.empty(), spelling, doubt);
    }

    /** Texts that are numbers; of digits alone that is by the name, for a code is not added up. */
    private static TypeGuess numbers(Set<String> values, List<String> words, boolean untyped) {
        Optional<Spelling> flag = untyped || words.contains("is") || words.contains("has")
                ? Spelling.ofBooleans(values, words)
                : Optional.empty();
        if (flag.isPresent()) {
            return new TypeGuess(Optional.of(FieldType.BOOLEAN), Optional.empty(), flag.get(), "");
        }
        if (untyped) {
            return number(values, words);
        }
        TypeGuess guess = number(values, words);
        FieldType type = guess.type().orElse(FieldType.DOUBLE);
        if (Roles.named(words) || type.kind() == FieldType.Kind.DOUBLE) {
            return of(FieldType.STRING, "digits as text");
        }
        return of(type, "numbers as text" + (guess.doubt().isEmpty() ? "" : "; " + guess.doubt()));
    }

    /** The digits that a set of numbers needs. */
    private record Sizes(int wholeDigits, int fractionDigits, BigDecimal largest, boolean powers) {
        static Sizes of(Collection<String> values) {
            int whole = 1;
            int fraction = 0;
            BigDecimal largest = BigDecimal.ZERO;
            boolean powers = false;
            for (String value : values) {
                BigDecimal number = new BigDecimal(value);
                fraction = Math.max(fraction, number.scale());
                whole = Math.max(whole, number.precision() - number.scale());
                largest = largest.max(number.abs());
                powers |= value.contains("e") || value.contains("E");
            }
            return new Sizes(whole, fraction, largest, powers);
        }
    }

    private static TypeGuess number(Collection<String> values, List<String> words) {
        if (!values.stream().allMatch(TypeGuess::numeric)) {
            return of(FieldType.DOUBLE, "holds numbers beyond any decimal");
        }
        Sizes sizes = Sizes.of(values);
        boolean whole = sizes.fractionDigits() <= 0 && !sizes.powers();
        if (whole && sizes.wholeDigits() <= 9 && sizes.largest().longValue() < Integer.MAX_VALUE / HEADROOM) {
            return of(FieldType.INT, "");
        }
        if (whole && sizes.wholeDigits() <= 18) {
            return of(FieldType.LONG, "");
        }
        boolean money = words.stream().anyMatch(MONEY::contains);
        int scale = Math.max(2, money ? sizes.fractionDigits() : sizes.fractionDigits() + 2);
        int precision = Math.max(18, sizes.wholeDigits() + scale + 3);
        if (whole && sizes.wholeDigits() <= 38) {
            return of(FieldType.decimal(38, 0), "larger than a long");
        }
        if (sizes.powers() || sizes.fractionDigits() > MOST_FRACTION_DIGITS || precision > 38) {
            return of(FieldType.DOUBLE, "sums of a double are not exact");
        }
        return of(FieldType.decimal(precision, scale), "with more than " + scale + " decimals a dead letter");
    }

    private static boolean numeric(String value) {
        return NUMBER.matcher(value).matches();
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
        };
    }

    /** The same as another type that reads its values. */
    TypeGuess as(FieldType other) {
        return new TypeGuess(Optional.of(other), Optional.empty(), spelling, doubt);
    }

    private static TypeGuess of(TimeGuess time) {
        return new TypeGuess(Optional.of(FieldType.TIMESTAMP), Optional.of(time), Spelling.PLAIN, time.doubt());
    }

    private static TypeGuess of(FieldType type, String doubt) {
        return new TypeGuess(Optional.of(type), Optional.empty(), Spelling.PLAIN, doubt);
    }

    private static TypeGuess leftOut(String why) {
        return new TypeGuess(Optional.empty(), Optional.empty(), Spelling.PLAIN, why);
    }
}
