package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.event.EventSchema;
import tallyroll.measure.Measure;
import tallyroll.measure.MeasureSpec;
import tallyroll.measure.Measures;
import tallyroll.pipeline.Value.Scalar;

/** Reads a measure: {@code count}, {@code sum(delay)}, {@code quantiles(delay, 0.5, 0.99)}. */
final class MeasureReader {
    private static final Pattern CALL = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_-]*)\\s*(?:\\(([^()]*)\\))?\\s*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private final EventSchema schema;
    private final Collection<String> fields;
    private final DefinitionErrors faults;

    MeasureReader(EventSchema schema, Collection<String> fields, DefinitionErrors faults) {
        this.schema = schema;
        this.fields = fields;
        this.faults = faults;
    }

    /** The measure as written, or empty after a fault. */
    Optional<MeasureSpec> read(String name, Scalar value) {
        Matcher call = CALL.matcher(value.text());
        if (!call.matches()) {
            faults.add(value, "is not a measure", "write count, sum(field) or quantiles(field, 0.5, 0.99)");
            return Optional.empty();
        }
        String function = call.group(1);
        if (!Measures.functions().contains(function)) {
            faults.add(
                    value,
                    "there is not a measure \"" + function + "\"",
                    Words.suggestion(function, Measures.functions(), "Measures"));
            return Optional.empty();
        }
        List<String> arguments = call.group(2) == null || call.group(2).isBlank()
                ? List.of()
                : List.of(call.group(2).strip().split("\\s*,\\s*", -1));
        return field(value, arguments).flatMap(field -> parameters(value, arguments)
                .map(parameters -> new MeasureSpec(name, function, field, parameters)));
    }

    private Optional<String> field(Scalar value, List<String> arguments) {
        if (arguments.isEmpty()) {
            return Optional.of("");
        }
        String field = arguments.get(0);
        if (!fields.contains(field)) {
            faults.add(value, "there is no field \"" + field + "\"", Words.suggestion(field, fields, "Fields"));
            return Optional.empty();
        }
        return Optional.of(field);
    }

    private Optional<List<Double>> parameters(Scalar value, List<String> arguments) {
        List<Double> parameters = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            if (!NUMBER.matcher(arguments.get(i)).matches()) {
                faults.add(value, "\"" + arguments.get(i) + "\" is not a number", "after the field come numbers");
                return Optional.empty();
            }
            parameters.add(Double.parseDouble(arguments.get(i)));
        }
        return Optional.of(parameters);
    }

    /** The measure on the event's fields; empty after a fault, or where its field's declaration is faulty. */
    Optional<Measure> bind(Scalar at, MeasureSpec spec) {
        if (!spec.field().isEmpty() && schema.slot(spec.field()) < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Measures.bind(spec, schema));
        } catch (IllegalArgumentException wrong) {
            faults.add(at, wrong.getMessage().replaceFirst("^measure \"[^\"]*\": ", ""), "");
            return Optional.empty();
        }
    }
}
