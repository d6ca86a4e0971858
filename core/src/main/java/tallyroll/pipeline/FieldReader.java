package tallyroll.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.decode.FieldDecoders;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads one declared field of {@code event.fields}. */
final class FieldReader {
    private static final List<String> TYPES =
            List.of("string", "boolean", "int", "long", "double", "decimal(p,s)", "timestamp");
    private final Map<String, String> needed;
    private final Map<String, String> grouped;
    private final Notation notation;
    private final NotationReader notations;
    private final DefinitionErrors faults;
    private final Map<String, Value> declarations = new HashMap<>();

    /**
     * @param needed the fields that must not be null, each with what needs it
     * @param notation of fields that say nothing else
     * @param grouped the fields that rollups group by, each with what groups by it: they are null at most where that rollup is skipped
     */
    FieldReader(Map<String, String> needed, Map<String, String> grouped, Notation notation, DefinitionErrors faults) {
        this.needed = needed;
        this.grouped = grouped;
        this.notation = notation;
        notations = new NotationReader(faults);
        this.faults = faults;
    }

    /** The field, or empty after a fault. */
    Optional<Field> read(String name, Value declaration) {
        declarations.put(name, declaration);
        if (declaration instanceof Scalar type) {
            return type(type)
                    .map(known ->
                            new Field(name, known, name, "", "", "UTC", missingByDefault(name), notation.of(known)));
        }
        Section keys = (Section) declaration;
        Optional<FieldType> type = keys.scalar("type").flatMap(this::type);
        String pattern = Scalars.pattern(keys.scalars("pattern"), faults);
        keys.scalar("zone").ifPresent(value -> Scalars.zone(value, faults));
        type.ifPresent(known -> timestampKeys(keys, known));
        type.ifPresent(known -> notations.check(keys, known));
        Notation written = notations.read(keys, notation);
        Missing missing = missing(name, keys, type, pattern);
        boolean derived = derived(keys);
        return type.map(known -> new Field(
                name,
                known,
                derived ? "" : keys.scalar("path").map(Scalar::text).orElse(name),
                derived ? keys.text("expr").strip() : "",
                pattern,
                keys.text("zone").isEmpty() ? "UTC" : keys.text("zone"),
                missing,
                derived ? Notation.PLAIN : written.of(known)));
    }

    /** A field that is not declared but used as id or time. */
    Field implied(String name, FieldType type, String pattern, String zone) {
        return new Field(name, type, name, "", pattern, zone, Missing.REJECT, notation.of(type));
    }

    /** Where a field is declared; empty for an implied one. */
    Optional<Place> place(String name) {
        return Optional.ofNullable(declarations.get(name)).map(Value::place);
    }

    /** Where it is said from where a field is read; without a key of its own, where the field is declared. */
    Place pathOf(String name) {
        Value declaration = declarations.get(name);
        if (declaration instanceof Section keys) {
            return keys.states("path") ? keys.placeOf("path") : keys.place();
        }
        return declaration == null ? Place.TOP.at("event") : declaration.place();
    }

    /** The expression of a derived field. */
    Scalar expression(String name) {
        return ((Section) declarations.get(name)).scalar("expr").orElseThrow();
    }

    private Optional<FieldType> type(Scalar value) {
        Optional<FieldType> type = FieldType.parse(value.text());
        if (type.isEmpty() && value.text().startsWith("decimal")) {
            faults.add(
                    value,
                    "is not a decimal type: precision is 1 to 38 and scale 0 to precision",
                    "such as decimal(12,2)");
        } else if (type.isEmpty()) {
            faults.add(value, "is not a type", Words.suggestion(value.text(), TYPES, "Types"));
        }
        return type;
    }

    private void timestampKeys(Section keys, FieldType type) {
        for (String key : List.of("pattern", "zone")) {
            if (keys.states(key) && type.kind() != Kind.TIMESTAMP) {
                faults.add(keys.placeOf(key), "has no meaning for a field of type " + type, "remove it");
            }
        }
    }

    private boolean derived(Section keys) {
        if (!keys.states("expr")) {
            return false;
        }
        for (String key : List.of("path", "pattern", "zone")) {
            if (keys.states(key)) {
                faults.add(
                        keys.placeOf(key), "has no meaning for a field that is derived by expr", "remove one of them");
            }
        }
        keys.scalar("expr")
                .filter(expression -> expression.text().isBlank())
                .ifPresent(empty -> faults.add(empty, "is empty", "write a Spark SQL expression"));
        return !keys.text("expr").isBlank();
    }

    private Missing missing(String name, Section keys, Optional<FieldType> type, String pattern) {
        boolean required = "true".equals(keys.text("required"));
        if (keys.states("required") && keys.states("missing")) {
            faults.add(keys.placeOf("required"), "repeats what missing says", "remove one of them");
        }
        Optional<Scalar> byDefault = keys.section("missing").flatMap(section -> section.scalar("default"));
        if (byDefault.isPresent()) {
            defaultFits(keys, byDefault.get(), type, pattern);
            return Missing.defaultTo(byDefault.get().text());
        }
        keys.scalar("missing").ifPresent(word -> missingFits(name, word));
        if ("skip-rollup".equals(keys.text("missing"))) {
            return Missing.SKIP_ROLLUP;
        }
        boolean rejects = required || "reject".equals(keys.text("missing"));
        return rejects ? Missing.REJECT : missingByDefault(name);
    }

    private void missingFits(String name, Scalar word) {
        boolean skips = "skip-rollup".equals(word.text());
        if (!skips && !"null".equals(word.text())) {
            return;
        }
        if (needed.containsKey(name)) {
            faults.add(
                    word, "the field is " + needed.get(name) + " and cannot be null", "write reject or {default: …}");
        } else if (skips && !grouped.containsKey(name)) {
            faults.add(word, "has no meaning here: no rollup groups by the field", "write null, or remove the key");
        } else if (!skips && grouped.containsKey(name)) {
            faults.add(
                    word,
                    "the field is " + grouped.get(name) + " and cannot be null",
                    "write reject, skip-rollup or {default: …}");
        }
    }

    private void defaultFits(Section keys, Scalar value, Optional<FieldType> type, String pattern) {
        if (keys.states("expr")) {
            faults.add(value, "a derived field takes no default", "use coalesce in the expression");
        } else if (type.isPresent()) {
            Missing missing = Missing.defaultTo(value.text());
            Notation written = notations.read(keys, notation).of(type.get());
            FieldDecoders.fault(new Field(value.text(), type.get(), "default", "", pattern, "UTC", missing, written))
                    .ifPresent(rule -> faults.add(value, "is not a value of type " + type.get(), ""));
        }
    }

    private Missing missingByDefault(String name) {
        return needed.containsKey(name) || grouped.containsKey(name) ? Missing.REJECT : Missing.NULL;
    }
}
