package tallyroll.measure;

import java.math.BigInteger;
import java.util.Arrays;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;

/**
 * A sum of integers and doubles, and of their squares, without any rounding: a superaccumulator.
 *
 * <p>A double is an integer times a power of two, so a sum of doubles is a (long) fixed-point number. It is kept as base-2^32
 * digits with room for carries: {@code digits[i]} has weight 2^(32·(lowest+i)), and a fold adds to two or three digits and
 * propagates nothing; carries move up before a digit could leave the range of a long. The digits cover only the magnitudes
 * seen, a handful of longs where a full range of doubles would take 70. Integers that fit stay in {@code small} alone.
 *
 * <p>Because nothing is rounded, addition is associative and commutative: the same values in any order and split have the same
 * sum and the same bytes, which compensated (Kahan) or pairwise summation cannot give. See R. Neal, "Fast exact summation using
 * small and large superaccumulators" (2015).
 */
final class ExactSum {
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final long DIGIT = 0xFFFF_FFFFL;
    /** The exponent of a double's last place: 2^-1074 is the smallest. */
    private static final int EXPONENT_BIAS = 1075;
    /** At most this many additions between carries: digits stay within 2^62. */
    private static final int MAX_UNCARRIED = 1 << 30;

    private long small;
    private long[] digits;
    private int lowest;
    /** No digit is beyond ±{@code uncarried} × 2^32: every addition raises both sides. */
    private int uncarried;

    void add(long value) {
        long sum = small + value;
        if (((small ^ sum) & (value ^ sum)) < 0) {
            addUnsigned(Math.abs(small), 0, small < 0);
            sum = value;
        }
        small = sum;
    }

    void addSquare(long value) {
        if (value == (int) value) {
            add(value * value);
            return;
        }
        long high = Math.multiplyHigh(value, value);
        addUnsigned(value * value, 0, false);
        addUnsigned(high, 64, false);
    }

    /** Adds a finite double. */
    void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long mantissa = mantissa(bits);
        if (mantissa != 0) {
            addUnsigned(mantissa, exponent(bits), bits < 0);
        }
    }

    /** Adds the exact square of a finite double: 106 bits, whatever its magnitude. */
    void addSquare(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long mantissa = mantissa(bits);
        if (mantissa != 0) {
            int exponent = 2 * exponent(bits);
            addUnsigned(mantissa * mantissa, exponent, false);
            addUnsigned(Math.multiplyHigh(mantissa, mantissa), exponent + 64, false);
        }
    }

    void add(BigInteger value) {
        add(value, 0);
    }

    void merge(ExactSum other) {
        add(other.small);
        if (other.digits == null) {
            return;
        }
        long[] more = other.digits;
        int from = other.lowest;
        cover(from, from + more.length);
        makeRoom(other.uncarried);
        for (int i = 0; i < more.length; i++) {
            digits[from - lowest + i] += more[i];
        }
        uncarried += other.uncarried;
    }

    /** The sum's exponent: it is {@link #significand} × 2^exponent. */
    int exponent() {
        BigInteger scaled = scaled();
        return scaled.signum() == 0 ? 0 : scaledExponent() + scaled.getLowestSetBit();
    }

    /** The sum without its trailing zero bits: odd, or zero. */
    BigInteger significand() {
        BigInteger scaled = scaled();
        return scaled.signum() == 0 ? scaled : scaled.shiftRight(scaled.getLowestSetBit());
    }

    /** The sum of integers. */
    BigInteger integer() {
        if (digits == null) {
            return BigInteger.valueOf(small);
        }
        return significand().shiftLeft(exponent());
    }

    void write(ByteWriter out) {
        BigInteger scaled = scaled();
        int zeros = Math.max(0, scaled.getLowestSetBit());
        out.writeZigzag(scaled.signum() == 0 ? 0 : scaledExponent() + zeros);
        out.writeBytes(scaled.shiftRight(zeros).toByteArray());
    }

    static ExactSum read(ByteReader in) {
        ExactSum sum = new ExactSum();
        int exponent = Math.toIntExact(in.readZigzag());
        byte[] significand = in.readBytes();
        sum.add(significand.length == 0 ? BigInteger.ZERO : new BigInteger(significand), exponent);
        return sum;
    }

    private void add(BigInteger value, int exponent) {
        if (exponent >= 0 && value.bitLength() + exponent < Long.SIZE) {
            add(value.longValue() << exponent);
            return;
        }
        boolean negative = value.signum() < 0;
        BigInteger rest = value.abs();
        for (int at = exponent; rest.signum() != 0; at += Long.SIZE) {
            addUnsigned(rest.longValue(), at, negative);
            rest = rest.shiftRight(Long.SIZE);
        }
    }

    /** Adds or takes away {@code value}, read as unsigned, × 2^exponent. */
    private void addUnsigned(long value, int exponent, boolean negative) {
        int digit = exponent >> 5;
        int shift = exponent & 31;
        if (digits == null || digit < lowest || digit + 3 > lowest + digits.length) {
            cover(digit, digit + 3);
        }
        makeRoom(1);
        int at = digit - lowest;
        long sign = negative ? -1 : 0;
        digits[at] += ((value << shift & DIGIT) ^ sign) - sign;
        digits[at + 1] += ((value >>> (32 - shift) & DIGIT) ^ sign) - sign;
        // two shifts, because one by 64 would shift by nothing
        digits[at + 2] += ((value >>> (63 - shift) >>> 1) ^ sign) - sign;
        uncarried++;
    }

    /** Carries first where {@code additions} more could be too many. */
    private void makeRoom(int additions) {
        if (uncarried > MAX_UNCARRIED - additions) {
            carry();
        }
    }

    /** Makes the digits span at least {@code from} (inclusive) to {@code to}. */
    private void cover(int from, int to) {
        if (digits == null) {
            lowest = from;
            digits = new long[to - from];
        } else if (from < lowest || to > lowest + digits.length) {
            int start = Math.min(from, lowest);
            long[] wider = new long[Math.max(to, lowest + digits.length) - start];
            System.arraycopy(digits, 0, wider, lowest - start, digits.length);
            lowest = start;
            digits = wider;
        }
    }

    /** Moves what exceeds 32 bits into the next digit; the highest keeps the sign. */
    private void carry() {
        int last = digits.length - 1;
        if (digits[last] != (int) digits[last]) {
            digits = Arrays.copyOf(digits, digits.length + 1);
            last++;
        }
        for (int i = 0; i < last; i++) {
            digits[i + 1] += digits[i] >> 32;
            digits[i] &= DIGIT;
        }
        uncarried = 1;
    }

    private static long mantissa(long bits) {
        long fraction = bits & MANTISSA;
        return (bits >>> MANTISSA_BITS & 0x7FF) == 0 ? fraction : fraction | MANTISSA + 1;
    }

    private static int exponent(long bits) {
        return Math.max(1, (int) (bits >>> MANTISSA_BITS & 0x7FF)) - EXPONENT_BIAS;
    }

    private int scaledExponent() {
        return digits == null ? 0 : Math.min(32 * lowest, 0);
    }

    /** The sum as an integer in units of 2^{@link #scaledExponent}. */
    private BigInteger scaled() {
        BigInteger plain = BigInteger.valueOf(small);
        if (digits == null) {
            return plain;
        }
        BigInteger sum = BigInteger.ZERO;
        for (int i = digits.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
        }
        int unit = scaledExponent();
        return sum.shiftLeft(32 * lowest - unit).add(plain.shiftLeft(-unit));
    }
}
