package tallyroll.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;

/** The door of this package: the functions there are, and the measures they make of a schema's fields. */
public final class Measures {
    private static final int MIN_DISTINCT_K = 16;
    private static final int MAX_DISTINCT_K = 65_536;

    private Measures() {}

    /** The names of all functions, in the order of the reference page. */
    public static Set<String> functions() {
        return Reference.functions().keySet();
    }

    /** What there is to say of every function, in the order of the reference page. */
    public static List<MeasureFunction> reference() {
        return List.copyOf(Reference.functions().values());
    }

    /**
     * Makes the measure that a definition states.
     *
     * @throws IllegalArgumentException where the function is unknown, the field is missing, unknown or of a type it does not
     *     read, or a parameter breaks a rule; the message names the measure, the value seen and the rule
     */
    public static Measure bind(MeasureSpec spec, EventSchema schema) {
        Measure measure = bindFunction(spec, schema);
        if (spec.condition().isEmpty()) {
            return measure;
        }
        int condition = schema.slot(spec.condition());
        if (condition < 0 || schema.field(condition).type().kind() != Kind.BOOLEAN) {
            throw fault(spec, "its condition \"" + spec.condition() + "\" is not a boolean field of the event");
        }
        return new FilteredMeasure(measure, condition);
    }

    private static Measure bindFunction(MeasureSpec spec, EventSchema schema) {
        MeasureFunction function = Reference.functions().get(spec.function());
        if (function == null) {
            throw fault(
                    spec,
                    "there is no function \"" + spec.function() + "\"; there are " + String.join(", ", functions()));
        }
        if (!spec.parameters().isEmpty() && !function.takesParameters()) {
            throw fault(spec, "it takes no further arguments, and " + numbers(spec.parameters()) + " was given");
        }
        if (spec.field().isEmpty()) {
            if (function.fieldRequired()) {
                throw fault(spec, "it needs a field: " + function.signature());
            }
            return new CountMeasure(spec.name());
        }
        int slot = schema.slot(spec.field());
        if (slot < 0) {
            throw fault(spec, "there is no field \"" + spec.field() + "\" among the event's fields");
        }
        FieldType type = schema.field(slot).type();
        if (!function.fields().contains(type.kind())) {
            throw fault(
                    spec,
                    "field \"" + spec.field() + "\" is " + type + ", and " + spec.function() + " reads "
                            + kinds(function.fields()));
        }
        return make(spec, new ValueCodec(slot, type));
    }

    private static Measure make(MeasureSpec spec, ValueCodec codec) {
        String name = spec.name();
        return switch (spec.function()) {
            case "count" -> new CountMeasure(name, codec.slot());
            case "sum" -> sum(name, codec);
            case "avg" -> new MomentsMeasure(name, codec, MomentsMeasure.Answer.AVERAGE);
            case "variance" -> new MomentsMeasure(name, codec, MomentsMeasure.Answer.VARIANCE);
            case "stddev" -> new MomentsMeasure(name, codec, MomentsMeasure.Answer.DEVIATION);
            case "min" -> ExtremeMeasure.min(name, codec);
            case "max" -> ExtremeMeasure.max(name, codec);
            case "first" -> FirstLastMeasure.first(name, codec);
            case "last" -> FirstLastMeasure.last(name, codec);
            case "distinct" ->
                new DistinctMeasure(
                        name, codec, whole(spec, MIN_DISTINCT_K, MAX_DISTINCT_K, DistinctMeasure.DEFAULT_K));
            case "quantiles" -> new QuantilesMeasure(name, codec, ranks(spec));
            case "top_k" -> new TopKMeasure(name, codec, whole(spec, 1, TopKMeasure.MAX_K, TopKMeasure.DEFAULT_K));
            case "histogram" -> new HistogramMeasure(name, codec, bounds(spec));
            default -> throw new IllegalStateException("function \"" + spec.function() + "\" is listed and not made");
        };
    }

    private static Measure sum(String name, ValueCodec codec) {
        return switch (codec.type().kind()) {
            case INT -> new IntSumMeasure(name, codec.slot());
            case DOUBLE -> new MomentsMeasure(name, codec, MomentsMeasure.Answer.SUM);
            default -> new ExactSumMeasure(name, codec);
        };
    }

    private static int whole(MeasureSpec spec, int min, int max, int otherwise) {
        List<Double> parameters = spec.parameters();
        if (parameters.isEmpty()) {
            return otherwise;
        }
        double k = parameters.get(0);
        if (parameters.size() > 1 || k != Math.rint(k) || k < min || k > max) {
            throw fault(
                    spec,
                    "after the field comes one whole number from " + min + " to " + max + ", and " + numbers(parameters)
                            + " was given");
        }
        return (int) k;
    }

    private static List<Double> ranks(MeasureSpec spec) {
        List<Double> ranks = spec.parameters();
        if (ranks.isEmpty()) {
            return QuantilesMeasure.DEFAULT_RANKS;
        }
        for (double rank : ranks) {
            if (!(rank >= 0 && rank <= 1)) {
                throw fault(
                        spec, "a rank is from 0 to 1, and " + number(rank) + " was given; the 95th percentile is 0.95");
            }
        }
        if (ranks.stream().map(QuantilesMeasure::suffix).distinct().count() < ranks.size()) {
            throw fault(spec, "every rank makes a column, and one of " + numbers(ranks) + " is given twice");
        }
        return ranks;
    }

    private static List<Double> bounds(MeasureSpec spec) {
        List<Double> bounds = spec.parameters();
        if (bounds.isEmpty() || bounds.size() > HistogramMeasure.MAX_BOUNDS) {
            throw fault(
                    spec,
                    "it needs 1 to " + HistogramMeasure.MAX_BOUNDS + " bounds after the field, and " + bounds.size()
                            + " were given");
        }
        for (int i = 0; i < bounds.size(); i++) {
            if (!Double.isFinite(bounds.get(i))) {
                throw fault(spec, "bounds are finite, and " + number(bounds.get(i)) + " was given");
            }
            if (i > 0 && bounds.get(i - 1) >= bounds.get(i)) {
                throw fault(
                        spec,
                        "bounds ascend, and " + number(bounds.get(i)) + " comes after " + number(bounds.get(i - 1)));
            }
        }
        return bounds;
    }

    private static IllegalArgumentException fault(MeasureSpec spec, String why) {
        return new IllegalArgumentException("measure \"" + spec.name() + "\": cannot tally " + spec + ": " + why);
    }

    private static String kinds(Set<Kind> kinds) {
        return Arrays.stream(Kind.values())
                .filter(kinds::contains)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String numbers(List<Double> numbers) {
        return numbers.stream().map(Measures::number).collect(Collectors.joining(", "));
    }

    /** Whole numbers without the ".0" they were not written with. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
