package tallyroll.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a stored value must be like. */
record Expectation(String text, Predicate<Object> met) {
    /** Closer to zero than any quantile sketch can distinguish. */
    private static final double ZERO = 1e-6;

    static Expectation exactly(Object value) {
        return new Expectation(value.toString(), stored -> same(value, stored));
    }

    static Expectation oneOf(Collection<Object> values) {
        return new Expectation("one of " + values, stored -> values.stream().anyMatch(value -> same(value, stored)));
    }

    static Expectation nothing() {
        return new Expectation("null", stored -> stored == null);
    }

    static Expectation zeroOrNothing() {
        return new Expectation("0", stored -> stored == null || same(0, stored));
    }

    static Expectation emptyOrNothing() {
        return new Expectation(
                "empty",
                stored -> stored == null
                        || (stored instanceof List<?> list && list.stream().allMatch(n -> same(0, n))));
    }

    static Expectation near(BigDecimal value, double tolerance) {
        BigDecimal allowed = value.abs().multiply(BigDecimal.valueOf(tolerance));
        return new Expectation(
                value + " (give or take " + tolerance + " of it)",
                stored -> number(stored) != null
                        && number(stored).subtract(value).abs().compareTo(allowed) <= 0);
    }

    static Expectation between(double min, double max) {
        return new Expectation(
                "from " + min + " to " + max,
                stored -> number(stored) != null
                        && number(stored).doubleValue() >= min - ZERO
                        && number(stored).doubleValue() <= max + ZERO);
    }

    static Expectation counts(List<Long> counts) {
        return new Expectation(counts.toString(), counts::equals);
    }

    /** Equal counts may come in any order, and the last of them may be another value of the same count. */
    static Expectation ranking(Map<String, Long> ranked) {
        List<Long> counts = List.copyOf(ranked.values());
        long min = counts.get(counts.size() - 1);
        return new Expectation(ranked.toString(), stored -> {
            if (!(stored instanceof List<?> places) || places.size() != counts.size()) {
                return false;
            }
            for (int i = 0; i < counts.size(); i++) {
                Map.Entry<?, ?> place = (Map.Entry<?, ?>) places.get(i);
                Long expected = ranked.get(place.getKey().toString());
                if (!same(counts.get(i), place.getValue())
                        || (expected == null && counts.get(i) > min)
                        || (expected != null && !same(expected, place.getValue()))) {
                    return false;
                }
            }
            return true;
        });
    }

    private static boolean same(Object expected, Object stored) {
        if (stored == null) {
            return false;
        }
        if (expected instanceof Number) {
            return number(stored) != null && number(expected).compareTo(number(stored)) == 0;
        }
        if (expected instanceof Instant at) {
            return stored instanceof Instant
                    && at.truncatedTo(ChronoUnit.MILLIS).equals(stored);
        }
        return expected.equals(stored);
    }

    /** Null for what is not a number. */
    private static BigDecimal number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Double real) {
            return real.isNaN() || real.isInfinite() ? null : new BigDecimal(real);
        }
        return value instanceof Number whole ? BigDecimal.valueOf(whole.longValue()) : null;
    }
}
