package tallyroll.measure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tallyroll.event.FieldType;

/** Makes rows of a field type: mixes of nulls, few repeated values, edges of the type and values from all over it. */
final class Rows {
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1,
        -1,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        4.9e-320,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1e16,
        0.1,
        1e-300,
        Math.PI,
        1 + Math.ulp(1.0)
    };
    private static final double[] NOT_FINITE = {
        Double.NaN, Double.longBitsToDouble(0xFFF8000000000123L), Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };
    private static final String[] STRINGS = {"", "\0", "a", "A", "ab", "é", "z", "日本", "\uD83D\uDE00", "\uFFFD", " "};
    private static final long DAY_MILLIS = 86_400_000L;

    private final FieldType type;
    private final RandomGenerator random;

    Rows(FieldType type, RandomGenerator random) {
        this.type = type;
        this.random = random;
    }

    List<Row> list() {
        return list(random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(40));
    }

    List<Row> list(int size) {
        int flavour = random.nextInt(4);
        boolean nulls = random.nextBoolean();
        List<Row> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Object value = nulls && random.nextInt(4) == 0 ? null : value(flavour);
            // few times and few high halves, so that ties are common; the low half tells events apart
            rows.add(new Row(value, random.nextInt(5) * 1000L - 2000, random.nextInt(3) - 1, random.nextLong()));
        }
        return rows;
    }

    private Object value(int flavour) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case STRING -> flavour == 0 ? "v" + random.nextInt(1000) : STRINGS[random.nextInt(STRINGS.length)];
            case INT ->
                flavour == 0
                        ? (Long) (long) random.nextInt()
                        : (Long) whole(flavour, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG ->
                flavour == 0 ? (Long) random.nextLong() : (Long) whole(flavour, Long.MIN_VALUE, Long.MAX_VALUE);
            case TIMESTAMP -> 1000 * (1_000_000_000_000L + random.nextLong(DAY_MILLIS) * (flavour - 1));
            case DOUBLE -> number(flavour);
            case DECIMAL -> decimal(flavour);
        };
    }

    private long whole(int flavour, long min, long max) {
        if (flavour == 1) {
            return random.nextInt(-50, 300);
        }
        long[] edges = {min, min + 1, -1, 0, 1, max - 1, max, 7, 1L << 30};
        return edges[random.nextInt(edges.length)];
    }

    private double number(int flavour) {
        return switch (flavour) {
            case 0 -> Double.longBitsToDouble(random.nextLong() & 0xBFFF_FFFF_FFFF_FFFFL);
            case 1 -> random.nextGaussian() * 50;
            case 2 -> DOUBLES[random.nextInt(DOUBLES.length)];
            default ->
                random.nextInt(8) == 0
                        ? NOT_FINITE[random.nextInt(NOT_FINITE.length)]
                        : DOUBLES[random.nextInt(DOUBLES.length)];
        };
    }

    private BigDecimal decimal(int flavour) {
        BigInteger max = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        BigInteger unscaled =
                switch (flavour) {
                    case 0 -> new BigInteger(max.bitLength() + 8, new Random64(random)).mod(max);
                    case 1 -> BigInteger.valueOf(random.nextInt(-500, 3000));
                    default ->
                        List.of(max, max.negate(), BigInteger.ZERO, BigInteger.ONE, BigInteger.valueOf(-1))
                                .get(random.nextInt(5));
                };
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
    }

    /** A {@link java.util.Random}, which BigInteger asks for, over the one generator of the seed. */
    private static final class Random64 extends java.util.Random {
        private static final long serialVersionUID = 1L;
        private final transient RandomGenerator random;

        Random64(RandomGenerator random) {
            this.random = random;
        }

        @Override
        protected int next(int bits) {
            return random == null ? 0 : random.nextInt() >>> (32 - bits);
        }
    }
}
