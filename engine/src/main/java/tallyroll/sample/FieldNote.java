package tallyroll.sample;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tallyroll.event.FieldType.Kind;
import tallyroll.time.Micros;

/** What was seen of a field, in one line for people. */
final class FieldNote {
    private static final int FEW = 6;

    private FieldNote() {}

    /**
     * @param events how many there were
     * @param values whether values may be shown at all
     */
    static String of(FieldGuess field, int events, boolean values) {
        List<String> parts = new ArrayList<>();
        parts.add(content(field, values && !field.secret()));
        if (!field.always(events)) {
            parts.add("in " + percent(field.profile().present(), events) + " of the events");
        }
        if (field.profile().empty() > 0) {
            parts.add("empty in " + percent(field.profile().empty(), events));
        }
        if (!field.guess().doubt().isEmpty()) {
            parts.add(field.guess().doubt());
        }
        return YamlText.line(String.join("; ", parts));
    }

    private static String content(FieldGuess field, boolean shown) {
        FieldProfile profile = field.profile();
        String distinct = profile.distinct() == 1 ? "1 value" : "%,d values".formatted(profile.distinct());
        if (!shown) {
            return distinct + (field.secret() ? ", not shown: they look private" : "");
        }
        if (field.kind() == Kind.TIMESTAMP) {
            TimeGuess time = field.time().orElseThrow();
            return Micros.toInstant(time.first()) + " to " + Micros.toInstant(time.last());
        }
        boolean comeAgain = profile.distinct() < profile.present() || profile.distinct() == 1;
        if (comeAgain && profile.distinct() <= (Roles.number(field) ? 3 : FEW)) {
            return shares(field);
        }
        return Roles.number(field) ? range(field) + ", " + distinct : distinct + ", such as " + examples(profile);
    }

    private static String shares(FieldGuess field) {
        boolean text = field.kind() == Kind.STRING;
        if (field.profile().distinct() == 1) {
            String only = field.profile().values().iterator().next();
            return "always " + (text ? YamlText.example(only) : only);
        }
        return String.join(
                ", ",
                field.profile().commonest().stream()
                        .map(one -> (text ? YamlText.example(one.getKey()) : one.getKey()) + " ("
                                + percent(one.getValue(), field.profile().present()) + ")")
                        .toList());
    }

    private static String examples(FieldProfile profile) {
        return String.join(
                ", ",
                profile.commonest().stream()
                        .limit(2)
                        .map(Map.Entry::getKey)
                        .map(YamlText::example)
                        .toList());
    }

    private static String range(FieldGuess field) {
        List<BigDecimal> numbers = field.profile().values().stream()
                .filter(value -> value.length() < 60)
                .map(value -> new BigDecimal(field.guess().spelling().plain(value)))
                .sorted(Comparator.naturalOrder())
                .toList();
        return numbers.isEmpty() ? "numbers" : numbers.get(0) + " to " + numbers.get(numbers.size() - 1);
    }

    /** {@code 97 %}; never 100 where it is not all, never 0 where it is something. */
    static String percent(int part, int whole) {
        double share = whole == 0 ? 0 : part * 100.0 / whole;
        if (part > 0 && share < 1) {
            return "under 1 %";
        }
        return part < whole && share > 99 ? "over 99 %" : String.format(Locale.ROOT, "%.0f %%", share);
    }
}
