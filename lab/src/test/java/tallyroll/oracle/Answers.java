package tallyroll.oracle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import tallyroll.oracle.Reading.Seen;

/** What the columns of one measure should have for the events of one row. */
final class Answers {
    private static final List<Double> DEFAULT_RANKS = List.of(0.5, 0.95, 0.99);
    private static final int DEFAULT_PLACES = 10;
    private static final int EXACT_DISTINCT = 2_048;
    private static final double DISTINCT_TOLERANCE = 0.05;
    private static final double QUANTILE_ACCURACY = 0.01;
    private static final double ROUNDING = 1e-12;
    private static final double DOUBLE_SUMS = 1e-9;

    private final Definition.Measure measure;
    private final List<Seen> events;
    private final List<Object> present;
    private final boolean inexact;

    /** @param slot of the measure's field, -1 for {@code count} of events */
    Answers(Definition.Measure measure, int slot, List<Seen> events) {
        this.measure = measure;
        this.events = slot < 0
                ? events
                : events.stream().filter(event -> event.values()[slot] != null).toList();
        present = slot < 0
                ? List.of()
                : this.events.stream().map(event -> event.values()[slot]).toList();
        inexact = present.stream().anyMatch(Double.class::isInstance);
    }

    /** By column. */
    Map<String, Expectation> columns() {
        String name = measure.name();
        if (measure.function().equals("count")) {
            return Map.of(name, Expectation.exactly(events.size()));
        }
        if (present.isEmpty()) {
            return nothing();
        }
        return switch (measure.function()) {
            case "counter" -> Map.of(name, Expectation.exactly(sum()));
            case "sum" -> Map.of(name, inexact ? Expectation.near(sum(), DOUBLE_SUMS) : Expectation.exactly(sum()));
            case "min" ->
                Map.of(
                        name,
                        Expectation.exactly(
                                present.stream().min(Reading::compare).orElseThrow()));
            case "max" ->
                Map.of(
                        name,
                        Expectation.exactly(
                                present.stream().max(Reading::compare).orElseThrow()));
            case "avg" -> Map.of(name, Expectation.near(mean(), inexact ? DOUBLE_SUMS : ROUNDING));
            case "variance" -> Map.of(name, sample(variance -> variance));
            case "stddev" -> Map.of(name, sample(variance -> variance.sqrt(MathContext.DECIMAL128)));
            case "first" -> Map.of(name, Expectation.oneOf(edge(Comparator.naturalOrder())));
            case "last" -> Map.of(name, Expectation.oneOf(edge(Comparator.reverseOrder())));
            case "distinct" -> Map.of(name, distinct());
            case "quantiles" -> quantiles();
            case "top_k" -> Map.of(name, Expectation.ranking(ranking()));
            case "histogram" -> Map.of(name, Expectation.counts(histogram()));
            default ->
                throw new IllegalArgumentException(
                        "the oracle does not know the measure \"" + measure.function() + "\"");
        };
    }

    /** Without any value: no distinct values, an empty ranking, an empty histogram, and null otherwise. */
    private Map<String, Expectation> nothing() {
        return switch (measure.function()) {
            case "counter" -> Map.of(measure.name(), Expectation.exactly(0));
            case "distinct" -> Map.of(measure.name(), Expectation.zeroOrNothing());
            case "top_k", "histogram" -> Map.of(measure.name(), Expectation.emptyOrNothing());
            case "quantiles" -> {
                Map<String, Expectation> columns = new LinkedHashMap<>();
                ranks().forEach(rank -> columns.put(column(rank), Expectation.nothing()));
                yield columns;
            }
            default -> Map.of(measure.name(), Expectation.nothing());
        };
    }

    private static BigDecimal number(Object value) {
        return value instanceof BigDecimal exact ? exact : new BigDecimal((Double) value);
    }

    private BigDecimal sum() {
        return present.stream().map(Answers::number).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal mean() {
        return sum().divide(BigDecimal.valueOf(present.size()), MathContext.DECIMAL128);
    }

    /** Of a sample; a single value has none. */
    private Expectation sample(UnaryOperator<BigDecimal> answer) {
        return present.size() < 2 ? Expectation.nothing() : Expectation.near(answer.apply(variance()), DOUBLE_SUMS);
    }

    /** SQL's var_samp: count times the sum of squares less the square of the sum, over n (n − 1), rounded once. */
    private BigDecimal variance() {
        BigDecimal count = BigDecimal.valueOf(present.size());
        BigDecimal squares =
                present.stream().map(value -> number(value).pow(2)).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal numerator = squares.multiply(count).subtract(sum().pow(2));
        return numerator.divide(count.multiply(count.subtract(BigDecimal.ONE)), MathContext.DECIMAL128);
    }

    /** The values of the events of the earliest time, or the latest; the oracle cannot know which of them is chosen. */
    private List<Object> edge(Comparator<Instant> order) {
        Instant edge = events.stream().map(Seen::time).min(order).orElseThrow();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).time().equals(edge)) {
                values.add(present.get(i));
            }
        }
        return values;
    }

    private Expectation distinct() {
        int exact = new HashSet<>(present.stream().map(Answers::comparable).toList()).size();
        return exact < EXACT_DISTINCT
                ? Expectation.exactly(exact)
                : Expectation.near(BigDecimal.valueOf(exact), DISTINCT_TOLERANCE);
    }

    /** 1.0 and 1.00 are the same value. */
    private static Object comparable(Object value) {
        return value instanceof BigDecimal number ? number.stripTrailingZeros() : value;
    }

    private List<Double> ranks() {
        return measure.parameters().isEmpty() ? DEFAULT_RANKS : measure.parameters();
    }

    /** {@code _p50} for 0.5, {@code _p05}, {@code _p999}, {@code _p100}. */
    private String column(double rank) {
        String digits = BigDecimal.valueOf(rank).toPlainString().replaceFirst("0+$", "");
        String name = rank == 1 ? "100" : (digits + "00").substring(2, Math.max(4, digits.length()));
        return measure.name() + "_p" + name;
    }

    /** The value at the rank, by any of the usual definitions of a quantile, within the accuracy. */
    private Map<String, Expectation> quantiles() {
        double[] sorted = present.stream()
                .mapToDouble(value -> number(value).doubleValue())
                .sorted()
                .toArray();
        int last = sorted.length - 1;
        Map<String, Expectation> columns = new LinkedHashMap<>();
        for (double rank : ranks()) {
            double between = rank * last;
            double counted = rank * sorted.length;
            double low = Math.min(Math.floor(between), Math.ceil(counted) - 1);
            double high = Math.max(Math.ceil(between), Math.floor(counted));
            double min = sorted[(int) Math.max(0, low)];
            double max = sorted[(int) Math.min(last, high)];
            columns.put(
                    column(rank),
                    Expectation.between(
                            min - Math.abs(min) * QUANTILE_ACCURACY, max + Math.abs(max) * QUANTILE_ACCURACY));
        }
        return columns;
    }

    /** Values by count, the most frequent first, as many as are kept. */
    private Map<String, Long> ranking() {
        Map<String, Long> counts = new HashMap<>();
        present.forEach(value -> counts.merge(Objects.toString(value), 1L, Long::sum));
        int places = measure.parameters().isEmpty()
                ? DEFAULT_PLACES
                : measure.parameters().get(0).intValue();
        Map<String, Long> ranked = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(places)
                .forEach(place -> ranked.put(place.getKey(), place.getValue()));
        return ranked;
    }

    /** Below the first bound, between each two, from the last bound on; a value on a bound counts above it. */
    private List<Long> histogram() {
        long[] counts = new long[measure.parameters().size() + 1];
        for (Object value : present) {
            int place = 0;
            while (place < measure.parameters().size()
                    && number(value)
                                    .compareTo(BigDecimal.valueOf(
                                            measure.parameters().get(place)))
                            >= 0) {
                place++;
            }
            counts[place]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }
}
