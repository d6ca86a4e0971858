package tallyroll.decode;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import tallyroll.bytes.Slice;

/**
 * A decimal number read from text without rounding: {@code ±significand × 10^exponent}, the significand without trailing
 * zeros. So {@code 12}, {@code 12.0} and {@code 1.2e1} are one number, and a number's size is known before any big number is
 * built: {@code 1e999999999} costs nothing.
 *
 * <p>Grammar: {@code [+-]? digits [. digits] [(e|E) [+-]? digits]}. Not thread-safe.
 */
final class NumberText {
    /** The digits a long holds whatever they are. */
    static final int LONG_DIGITS = 18;

    private static final long[] POWERS = new long[LONG_DIGITS + 1];
    private static final double[] EXACT_POWERS = new double[23];
    private static final int EXACT_DIGITS = 15;
    private static final int EXPONENT_LIMIT = 1_000_000_000;

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
        EXACT_POWERS[0] = 1;
        for (int i = 1; i < EXACT_POWERS.length; i++) {
            EXACT_POWERS[i] = EXACT_POWERS[i - 1] * 10; // exact up to 10^22
        }
    }

    private byte[] raw;
    private int from;
    private int to;
    private int at;
    private boolean negative;
    private long significand;
    private int digits;
    private int zeros;
    private long exponent;

    /** 10 to a power of 0 to 18. */
    static long power(int exponent) {
        return POWERS[exponent];
    }

    /** Reads a number that is all of the slice; false where it is not one. */
    boolean read(Slice text) {
        raw = text.array();
        from = text.from();
        to = text.until();
        at = from;
        significand = 0;
        digits = 0;
        zeros = 0;
        exponent = 0;
        negative = sign();
        if (!run()) {
            return false;
        }
        int fraction = 0;
        if (at < to && raw[at] == '.') {
            int point = ++at;
            if (!run()) {
                return false;
            }
            fraction = at - point;
        }
        if (at < to && (raw[at] | 0x20) == 'e') {
            at++;
            if (!exponent()) {
                return false;
            }
        }
        exponent += (long) zeros - fraction;
        return at == to;
    }

    private boolean sign() {
        boolean minus = at < to && raw[at] == '-';
        if (minus || (at < to && raw[at] == '+')) {
            at++;
        }
        return minus;
    }

    private boolean run() {
        int begin = at;
        for (; at < to; at++) {
            int digit = raw[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (digit == 0) {
                zeros += digits > 0 ? 1 : 0;
                continue;
            }
            digits += zeros + 1;
            if (digits <= LONG_DIGITS) {
                significand = significand * POWERS[zeros + 1] + digit;
            }
            zeros = 0;
        }
        return at > begin;
    }

    private boolean exponent() {
        boolean minus = sign();
        int begin = at;
        long value = 0;
        for (; at < to; at++) {
            int digit = raw[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = Math.min(EXPONENT_LIMIT, value * 10 + digit);
        }
        exponent = minus ? -value : value;
        return at > begin;
    }

    boolean negative() {
        return negative;
    }

    /** Whether the number has no fraction: {@code 12.0} has none. */
    boolean whole() {
        return digits == 0 || exponent >= 0;
    }

    /** Digits before the decimal point; 0 or less below 1. */
    long wholeDigits() {
        return digits == 0 ? 0 : digits + exponent;
    }

    /** Digits after the decimal point, not counting zeros at the end. */
    long fractionDigits() {
        return digits == 0 ? 0 : Math.max(0, -exponent);
    }

    /** Digits from the first to the last that is not zero. */
    int significantDigits() {
        return digits;
    }

    /** The number × 10^scale; the caller knows that it is whole and has at most 18 digits. */
    long scaled(int scale) {
        if (digits == 0) {
            return 0;
        }
        long value = significand * POWERS[(int) (exponent + scale)];
        return negative ? -value : value;
    }

    /** The number × 10^scale, rounded down; the caller knows that its size is modest. */
    BigInteger scaledDown(int scale) {
        if (digits == 0) {
            return BigInteger.ZERO;
        }
        BigInteger value = digits <= LONG_DIGITS ? BigInteger.valueOf(significand) : new BigInteger(significantText());
        BigInteger signed = negative ? value.negate() : value;
        int shift = (int) (exponent + scale);
        if (shift >= 0) {
            return signed.multiply(BigInteger.TEN.pow(shift));
        }
        BigInteger[] parts = signed.divideAndRemainder(BigInteger.TEN.pow(-shift));
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** The nearest double, infinite where it is too large; zero has no sign. */
    double nearest() {
        if (digits == 0) {
            return 0;
        }
        if (digits <= EXACT_DIGITS && exponent >= -22 && exponent <= 22) {
            // Both operands are exact doubles, so the one rounding of the operation is the nearest double.
            double value = exponent < 0
                    ? significand / EXACT_POWERS[(int) -exponent]
                    : significand * EXACT_POWERS[(int) exponent];
            return negative ? -value : value;
        }
        return Double.parseDouble(new String(raw, from, to - from, StandardCharsets.ISO_8859_1)) + 0.0;
    }

    private String significantText() {
        StringBuilder text = new StringBuilder(digits);
        boolean begun = false;
        for (int i = from; i < to && text.length() < digits; i++) {
            int digit = raw[i] - '0';
            if (digit >= 0 && digit <= 9 && (begun || digit > 0)) {
                begun = true;
                text.append((char) raw[i]);
            }
        }
        return text.toString();
    }
}
