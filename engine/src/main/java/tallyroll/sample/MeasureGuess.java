package tallyroll.sample;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallyroll.event.EventSchema;
import tallyroll.measure.MeasureSpec;
import tallyroll.pipeline.Strategy;

/** A measure of the draft. @param field empty for {@code count} */
record MeasureGuess(String name, String function, String field) {
    private static final int MOST_NUMBERS = 3;
    private static final Set<String> LEVELS = Set.of(
            "temperature",
            "temp",
            "humidity",
            "pressure",
            "rate",
            "ratio",
            "percent",
            "pct",
            "score",
            "speed",
            "age",
            "load",
            "voltage",
            "level",
            "usage",
            "utilization",
            "rating",
            "battery",
            "value",
            "celsius",
            "fahrenheit",
            "wind",
            "visibility",
            "altitude",
            "elevation",
            "heading",
            "ppm",
            "rssi");
    private static final Set<String> SPANS = Set.of(
            "delay",
            "duration",
            "latency",
            "elapsed",
            "took",
            "wait",
            "ms",
            "millis",
            "seconds",
            "minutes",
            "distance",
            "size",
            "bytes");

    /** What a rollup by the likeliest group could keep, as far as the strategy does. */
    static List<MeasureGuess> of(Roles roles, EventSchema schema, Strategy strategy) {
        Set<String> taken = new HashSet<>();
        Optional<FieldGuess> group = roles.groups().stream().findFirst();
        group.ifPresent(field -> taken.add(field.name()));
        List<MeasureGuess> measures = new ArrayList<>(List.of(measure("events", "count", "", taken)));
        roles.numbers().stream()
                .filter(field -> group.filter(known -> known.equals(field)).isEmpty())
                .limit(MOST_NUMBERS)
                .forEach(field -> measures.addAll(of(field, taken)));
        roles.many().stream()
                .limit(1)
                .map(FieldGuess::name)
                .forEach(name -> measures.add(measure("distinct_" + name, "distinct", name, taken)));
        return measures.stream()
                .filter(one -> strategy.summaryMode()
                        .keeps(new MeasureSpec(one.name(), one.function(), one.field(), List.of()), schema))
                .toList();
    }

    /** As a definition writes it: {@code sum(amount)}. */
    String call() {
        return field.isEmpty() ? function : function + "(" + field + ")";
    }

    private static List<MeasureGuess> of(FieldGuess field, Set<String> taken) {
        String name = field.name();
        if (field.words().stream().anyMatch(LEVELS::contains)) {
            return List.of(
                    measure("avg_" + name, "avg", name, taken),
                    measure("min_" + name, "min", name, taken),
                    measure("max_" + name, "max", name, taken));
        }
        MeasureGuess sum = measure(name, "sum", name, taken);
        boolean span = field.words().stream().anyMatch(SPANS::contains);
        return span ? List.of(sum, measure("max_" + name, "max", name, taken)) : List.of(sum);
    }

    private static MeasureGuess measure(String name, String function, String field, Set<String> taken) {
        return new MeasureGuess(NameWords.free(name, "measure", taken), function, field);
    }
}
