package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.event.EventSchema;
import tallyroll.measure.Measure;
import tallyroll.measure.MeasureSpec;
import tallyroll.measure.Measures;
import tallyroll.measure.Ratio;
import tallyroll.pipeline.Value.Scalar;

/** Reads a measure: {@code count}, {@code sum(delay)}, {@code quantiles(delay, 0.5, 0.99)}, {@code sum(price * pieces) where paid}. */
final class MeasureReader {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern RATIO = Pattern.compile("\\s*([a-z][a-z0-9_]*)\\s*/\\s*([a-z][a-z0-9_]*)\\s*");
    private final MeasureFields fields;
    private final DefinitionErrors faults;

    MeasureReader(MeasureFields fields, DefinitionErrors faults) {
        this.fields = fields;
        this.faults = faults;
    }

    /** The quotient of two measures, if that is what is written. */
    static Optional<Ratio> ratio(String name, Scalar value) {
        Matcher ratio = RATIO.matcher(value.text());
        return ratio.matches() ? Optional.of(new Ratio(name, ratio.group(1), ratio.group(2))) : Optional.empty();
    }

    /** The measure as written, or empty after a fault. */
    Optional<MeasureSpec> read(String name, Scalar value) {
        Optional<MeasureText> text = MeasureText.read(value.text());
        if (text.isEmpty()) {
            faults.add(
                    value,
                    "is not a measure",
                    "write count, sum(field), quantiles(field, 0.5, 0.99), count where status >= 500, or errors / requests");
            return Optional.empty();
        }
        String function = text.get().function();
        if (!Measures.functions().contains(function)) {
            faults.add(
                    value,
                    "there is not a measure \"" + function + "\"",
                    Words.suggestion(function, Measures.functions(), "Measures"));
            return Optional.empty();
        }
        List<String> arguments = text.get().arguments();
        Optional<String> field = field(value, arguments);
        Optional<String> condition = text.get().condition().isEmpty()
                ? Optional.of("")
                : fields.condition(value, text.get().condition());
        return field.flatMap(read -> parameters(value, arguments)
                .flatMap(parameters -> condition.map(met -> new MeasureSpec(name, function, read, parameters, met))));
    }

    private Optional<String> field(Scalar value, List<String> arguments) {
        if (arguments.isEmpty()) {
            return Optional.of("");
        }
        String field = arguments.get(0);
        if (!field.isEmpty() && !field.matches(Grammar.FIELD.pattern())) {
            return fields.value(value, field);
        }
        if (!fields.names().contains(field)) {
            faults.add(value, "there is no field \"" + field + "\"", Words.suggestion(field, fields.names(), "Fields"));
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
        EventSchema schema = fields.schema();
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
