package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;

/** The answers again, from all values at once, with a sort, a hash map and BigDecimal: slow, and simple enough to believe. */
final class NaiveAnswer {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final MeasureSpec spec;
    private final FieldType type;
    private final List<Row> rows;
    private final List<Object> values;

    NaiveAnswer(MeasureSpec spec, FieldType type, List<Row> rows) {
        this.spec = spec;
        this.type = type;
        this.rows = rows;
        values = rows.stream()
                .map(Row::value)
                .filter(Objects::nonNull)
                .map(NaiveAnswer::canonical)
                .toList();
    }

    private static Object canonical(Object value) {
        return value instanceof Double number ? (Object) (number.isNaN() ? Double.NaN : number + 0.0) : value;
    }

    void check(List<Object> answers) {
        Object answer = answers.get(0);
        switch (spec.function()) {
            case "count" -> assertThat(answer).isEqualTo((long) (spec.field().isEmpty() ? rows : values).size());
            case "min" ->
                assertThat(answer)
                        .isEqualTo(
                                values.stream().min(order()).map(this::column).orElse(null));
            case "max" ->
                assertThat(answer)
                        .isEqualTo(
                                values.stream().max(order()).map(this::column).orElse(null));
            case "first" -> assertThat(answer).isEqualTo(edge(byTime().reversed()));
            case "last" -> assertThat(answer).isEqualTo(edge(byTime()));
            case "sum" -> checkSum(answer);
            case "avg" -> checkRounded(answer, 1);
            case "variance", "stddev" -> checkDeviation(answer);
            case "distinct" -> checkDistinct((long) answer);
            case "quantiles" -> checkQuantiles(answers);
            case "top_k" -> assertThat(answer).isEqualTo(ranking());
            case "histogram" -> assertThat(answer).isEqualTo(histogram());
            default -> throw new AssertionError("no naive answer for " + spec.function());
        }
    }

    private Comparator<Object> order() {
        return (left, right) -> switch (type.kind()) {
            case STRING -> Arrays.compareUnsigned(utf8(left), utf8(right));
            case DOUBLE -> Double.compare((double) left, (double) right);
            case DECIMAL -> ((BigDecimal) left).compareTo((BigDecimal) right);
            case BOOLEAN -> Boolean.compare((boolean) left, (boolean) right);
            default -> Long.compare((long) left, (long) right);
        };
    }

    private static byte[] utf8(Object text) {
        return ((String) text).getBytes(StandardCharsets.UTF_8);
    }

    private Object column(Object value) {
        return type.kind() == Kind.TIMESTAMP ? Instant.ofEpochMilli((long) value / 1000) : value;
    }

    private static Comparator<Row> byTime() {
        return Comparator.comparingLong(Row::time).thenComparingLong(Row::high).thenComparingLong(Row::low);
    }

    private Object edge(Comparator<Row> order) {
        return rows.stream()
                .filter(row -> row.value() != null)
                .max(order)
                .map(row -> column(canonical(row.value())))
                .orElse(null);
    }

    private void checkSum(Object answer) {
        if (values.isEmpty()) {
            assertThat(answer).isNull();
            return;
        }
        switch (type.kind()) {
            case INT -> assertThat(answer).isEqualTo(total().longValueExact());
            case LONG -> assertThat(answer).isEqualTo(total().toBigIntegerExact());
            case DECIMAL -> assertThat(answer).isEqualTo(total().setScale(type.scale()));
            default -> checkRounded(answer, 0);
        }
    }

    private BigDecimal total() {
        return values.stream().map(NaiveAnswer::number).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal number(Object value) {
        return value instanceof BigDecimal decimal
                ? decimal
                : value instanceof Double real ? new BigDecimal(real) : BigDecimal.valueOf((long) value);
    }

    private boolean allFinite() {
        return values.stream().noneMatch(value -> value instanceof Double number && !Double.isFinite(number));
    }

    /** The sum over (for the average) n. Infinities and NaN are added by the machine, which does that right. */
    private void checkRounded(Object answer, int average) {
        if (values.isEmpty()) {
            assertThat(answer).isNull();
        } else if (!allFinite()) {
            double sum = values.stream()
                    .mapToDouble(value -> (double) value)
                    .filter(value -> !Double.isFinite(value))
                    .sum();
            assertThat(answer).isEqualTo(sum);
        } else {
            checkNearest((double) answer, total(), BigDecimal.valueOf(average == 0 ? 1 : values.size()), false);
        }
    }

    private void checkDeviation(Object answer) {
        if (values.size() < 2) {
            assertThat(answer).isNull();
        } else if (!allFinite()) {
            assertThat(answer).isEqualTo(Double.NaN);
        } else {
            BigDecimal n = BigDecimal.valueOf(values.size());
            BigDecimal squares =
                    values.stream().map(value -> number(value).pow(2)).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal numerator = n.multiply(squares).subtract(total().pow(2));
            checkNearest(
                    (double) answer,
                    numerator,
                    n.multiply(n.subtract(BigDecimal.ONE)),
                    spec.function().equals("stddev"));
        }
    }

    /** The exact value lies between the midpoints to the neighbouring doubles; squared for a root. */
    private static void checkNearest(double answer, BigDecimal numerator, BigDecimal denominator, boolean root) {
        if (Double.isInfinite(answer)) {
            BigDecimal bound = new BigDecimal(Double.MAX_VALUE).add(new BigDecimal(Math.ulp(Double.MAX_VALUE) / 2));
            assertThat(numerator.abs()).isGreaterThanOrEqualTo(bound.multiply(denominator));
            assertThat(numerator.signum()).isEqualTo(answer > 0 ? 1 : -1);
            return;
        }
        BigDecimal below =
                new BigDecimal(answer).add(finite(Math.nextDown(answer))).divide(TWO);
        BigDecimal above =
                new BigDecimal(answer).add(finite(Math.nextUp(answer))).divide(TWO);
        if (root) {
            below = below.max(BigDecimal.ZERO).pow(2);
            above = above.pow(2);
        }
        assertThat(numerator).isBetween(below.multiply(denominator), above.multiply(denominator));
    }

    /** Beyond the largest double the next in line would be 2^1024. */
    private static BigDecimal finite(double neighbour) {
        return Double.isInfinite(neighbour)
                ? new BigDecimal(Math.copySign(Double.MAX_VALUE, neighbour))
                        .add(new BigDecimal(Math.copySign(Math.ulp(Double.MAX_VALUE), neighbour)))
                : new BigDecimal(neighbour);
    }

    private void checkDistinct(long answer) {
        long exact = values.stream().distinct().count();
        double k = spec.parameters().isEmpty()
                ? DistinctMeasure.DEFAULT_K
                : spec.parameters().get(0);
        if (exact <= k) {
            assertThat(answer).isEqualTo(exact);
        } else {
            double sixErrors = 6 / Math.sqrt(k - 1);
            assertThat((double) answer).isBetween(exact * (1 - sixErrors), exact * (1 + sixErrors));
        }
    }

    private void checkQuantiles(List<Object> answers) {
        List<Double> ranks = spec.parameters().isEmpty() ? QuantilesMeasure.DEFAULT_RANKS : spec.parameters();
        double[] sorted = values.stream()
                .mapToDouble(value ->
                        value instanceof Double real ? real : number(value).doubleValue())
                .sorted()
                .toArray();
        for (int i = 0; i < ranks.size(); i++) {
            if (sorted.length == 0) {
                assertThat(answers.get(i)).isNull();
                continue;
            }
            double expected = sorted[(int) (ranks.get(i) * (sorted.length - 1))];
            double answer = (double) answers.get(i);
            if (!Double.isFinite(expected)) {
                assertThat((Double) answer).isEqualTo((Double) expected);
            } else if (Math.abs(expected) > Double.MAX_VALUE / 4) {
                assertThat(answer / expected).isBetween(0.2, 2.0);
            } else {
                double magnitude = Math.abs(expected);
                double error = magnitude * (QuantilesMeasure.ACCURACY + 1e-12) + 2.3e-308;
                double max = Math.max(magnitude + error, lowest(sorted, expected) * 1.02);
                assertThat(answer * Math.signum(expected)).isBetween(expected == 0 ? 0 : magnitude - error, max);
            }
        }
    }

    /** Magnitudes more than 17 powers of ten below the highest of their sign are answered as at most that. */
    private static double lowest(double[] sorted, double expected) {
        return 1e-17
                * Arrays.stream(sorted)
                        .filter(value -> Double.isFinite(value) && Math.signum(value) == Math.signum(expected))
                        .map(Math::abs)
                        .max()
                        .orElse(0);
    }

    private Object ranking() {
        int k = spec.parameters().isEmpty()
                ? TopKMeasure.DEFAULT_K
                : spec.parameters().get(0).intValue();
        Map<String, Long> counts = values.stream().collect(Collectors.groupingBy(this::text, Collectors.counting()));
        List<Ranked> ranking = counts.entrySet().stream()
                .map(entry -> new Ranked(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Ranked::count)
                        .reversed()
                        .thenComparing(
                                (Function<Ranked, byte[]>) ranked -> utf8(ranked.value()), Arrays::compareUnsigned))
                .limit(k)
                .toList();
        return ranking.isEmpty() ? null : ranking;
    }

    private String text(Object value) {
        return value instanceof BigDecimal decimal
                ? decimal.toPlainString()
                : column(value).toString();
    }

    private List<Long> histogram() {
        Long[] counts = new Long[spec.parameters().size() + 1];
        Arrays.fill(counts, 0L);
        for (Object value : values) {
            int place = (int) spec.parameters().stream()
                    .filter(bound -> atLeast(value, bound))
                    .count();
            counts[place]++;
        }
        return List.of(counts);
    }

    private static boolean atLeast(Object value, double bound) {
        return value instanceof Double number
                ? Double.compare(number, bound) >= 0
                : number(value).compareTo(BigDecimal.valueOf(bound)) >= 0;
    }
}
