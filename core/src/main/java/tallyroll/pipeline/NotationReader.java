package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;
import tallyroll.event.Notation;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads how values are written: of all fields from {@code event}, and of one from its own keys, which win. */
final class NotationReader {
    private static final String NO_MEANING = "has no meaning for a field of type ";

    private final DefinitionErrors faults;

    NotationReader(DefinitionErrors faults) {
        this.faults = faults;
    }

    /** @param base what is not written here */
    Notation read(Section keys, Notation base) {
        boolean strict = keys.states("strict") ? "true".equals(keys.text("strict")) : base.strict();
        List<String> nulls = keys.states("nulls")
                ? keys.scalars("nulls").stream().map(Scalar::text).toList()
                : base.nulls();
        Optional<Section> numbers = keys.states("numbers") ? keys.section("numbers") : Optional.empty();
        String decimal = numbers.map(marks -> marks.text("decimal")).orElse(base.decimalMark());
        String thousands = numbers.map(marks -> marks.text("thousands").replace("none", ""))
                .orElse(base.thousandsMark());
        numbers.filter(marks -> marks.text("decimal").equals(marks.text("thousands")))
                .ifPresent(marks -> faults.add(
                        marks.place(),
                        "has \"" + decimal + "\" between thousands and before the fraction too",
                        "{decimal: \",\", thousands: \".\"}"));
        return new Notation(strict, nulls, decimal, thousands, booleans(keys, base));
    }

    private List<String> booleans(Section keys, Notation base) {
        if (!keys.states("booleans")) {
            return base.booleans();
        }
        List<String> pairs = new ArrayList<>();
        for (Scalar pair : keys.scalars("booleans")) {
            String[] words = pair.text().split("/");
            if (words.length == 2 && words[0].equalsIgnoreCase(words[1])) {
                faults.add(pair, "says the same for true and for false", "such as yes/no");
            }
            pairs.add(pair.text());
        }
        return pairs;
    }

    /** What a field's keys cannot say of its type. */
    void check(Section keys, FieldType type) {
        boolean number = List.of(Kind.INT, Kind.LONG, Kind.DOUBLE, Kind.DECIMAL).contains(type.kind());
        if (keys.states("numbers") && !number) {
            faults.add(keys.placeOf("numbers"), NO_MEANING + type, "remove it");
        }
        if (keys.states("booleans") && type.kind() != Kind.BOOLEAN) {
            faults.add(keys.placeOf("booleans"), NO_MEANING + type, "remove it");
        }
        for (String key : List.of("strict", "nulls", "numbers", "booleans")) {
            if (keys.states(key) && keys.states("expr")) {
                faults.add(
                        keys.placeOf(key), "has no meaning for a field that is derived by expr", "remove one of them");
            }
        }
    }
}
