package tallyroll.measure;

import java.math.BigInteger;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/**
 * {@code avg}, {@code variance}, {@code stddev}, and {@code sum} of doubles: from the exact count, sum and sum of squares, rounded
 * once when answered.
 *
 * <p>The textbook formula n·Σx² − (Σx)² is famous for cancelling catastrophically in floating point. Here its terms are exact,
 * so nothing cancels, and unlike Welford's recurrence the state does not depend on order. Variance and deviation are those of a
 * sample (divided by n − 1, SQL's {@code var_samp}), null for fewer than two values.
 *
 * <p>A NaN makes every answer NaN. Infinities of one sign make sum and average that infinity, of both signs NaN, and the
 * variance NaN.
 */
final class MomentsMeasure extends StatefulMeasure {
    /** What is answered. */
    enum Answer {
        SUM,
        AVERAGE,
        VARIANCE,
        DEVIATION;

        boolean squares() {
            return this == VARIANCE || this == DEVIATION;
        }
    }

    private static final int NAN = 1;
    private static final int POSITIVE_INFINITY = 2;
    private static final int NEGATIVE_INFINITY = 4;

    private final ValueCodec codec;
    private final Answer answer;
    private final boolean isDouble;
    private final BigInteger unit;

    MomentsMeasure(String name, ValueCodec codec, Answer answer) {
        super(name, List.of(new Column(name, ColumnType.DOUBLE)));
        this.codec = codec;
        this.answer = answer;
        isDouble = codec.isDouble();
        unit = BigInteger.TEN.pow(codec.type().scale());
    }

    @Override
    public Partial neutral() {
        return new Moments(0, 0, new ExactSum(), answer.squares() ? new ExactSum() : null);
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        int special = in.readByte();
        long count = in.readVarint();
        ExactSum sum = ExactSum.read(in);
        return new Moments(special, count, sum, answer.squares() ? ExactSum.read(in) : null);
    }

    private final class Moments implements Partial {
        private int special;
        private long count;
        private final ExactSum sum;
        private final ExactSum squares;

        Moments(int special, long count, ExactSum sum, ExactSum squares) {
            this.special = special;
            this.count = count;
            this.sum = sum;
            this.squares = squares;
        }

        @Override
        public void fold(Event event) {
            if (event.isNull(codec.slot())) {
                return;
            }
            count++;
            if (isDouble) {
                add(event.doubleAt(codec.slot()));
            } else if (codec.encodedAsLong()) {
                long value = event.longAt(codec.slot());
                sum.add(value);
                if (squares != null) {
                    squares.addSquare(value);
                }
            } else {
                BigInteger value = new BigInteger(codec.bytes(event));
                sum.add(value);
                if (squares != null) {
                    squares.add(value.multiply(value));
                }
            }
        }

        private void add(double value) {
            if (!Double.isFinite(value)) {
                special |= Double.isNaN(value) ? NAN : value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
                return;
            }
            sum.add(value);
            if (squares != null) {
                squares.addSquare(value);
            }
        }

        @Override
        public void merge(Partial other) {
            Moments moments = (Moments) other;
            special |= moments.special;
            count = Math.addExact(count, moments.count);
            sum.merge(moments.sum);
            if (squares != null) {
                squares.merge(moments.squares);
            }
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            out.writeByte(special);
            out.writeVarint(count);
            sum.write(out);
            if (squares != null) {
                squares.write(out);
            }
        }

        @Override
        public void values(Object[] values, int at) {
            values[at] = count < (answer.squares() ? 2 : 1) ? null : (Double) number();
            putState(this, count == 0, values, at);
        }

        private double number() {
            if (special != 0) {
                return answer.squares() ? Double.NaN : infinity();
            }
            return switch (answer) {
                case SUM -> Rounding.quotient(sum.significand(), sum.exponent(), unit);
                case AVERAGE -> Rounding.quotient(sum.significand(), sum.exponent(), unit.multiply(n()));
                case VARIANCE -> Rounding.quotient(deviations(), deviationsExponent(), deviationsUnit());
                case DEVIATION -> Rounding.root(deviations(), deviationsExponent(), deviationsUnit());
            };
        }

        private double infinity() {
            return switch (special) {
                case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
                case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
                default -> Double.NaN;
            };
        }

        private BigInteger n() {
            return BigInteger.valueOf(count);
        }

        /** n·Σx² − (Σx)², in units of 2^{@link #deviationsExponent}. */
        private BigInteger deviations() {
            int exponent = deviationsExponent();
            BigInteger first = n().multiply(squares.significand()).shiftLeft(squares.exponent() - exponent);
            BigInteger second = sum.significand().pow(2).shiftLeft(2 * sum.exponent() - exponent);
            return first.subtract(second);
        }

        private int deviationsExponent() {
            return Math.min(squares.exponent(), 2 * sum.exponent());
        }

        private BigInteger deviationsUnit() {
            return n().multiply(BigInteger.valueOf(count - 1)).multiply(unit).multiply(unit);
        }
    }
}
