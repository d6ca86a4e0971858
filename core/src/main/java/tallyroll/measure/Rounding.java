package tallyroll.measure;

import java.math.BigInteger;

/**
 * Turns an exact rational number, or its square root, into the nearest double (ties to even): the one rounding between exact
 * sums and an answer.
 */
final class Rounding {
    private static final int PRECISION = 53;
    private static final int LOWEST_EXPONENT = -1074;
    /** Enough quotient bits for a double, a rounding bit and, after a root halves them, still twice that. */
    private static final int WORKING_BITS = 256;

    private Rounding() {}

    /** {@code numerator × 2^exponent / denominator}, the denominator positive. */
    static double quotient(BigInteger numerator, int exponent, BigInteger denominator) {
        int shift = Math.max(0, WORKING_BITS + denominator.bitLength() - numerator.bitLength());
        BigInteger[] parts = numerator.abs().shiftLeft(shift).divideAndRemainder(denominator);
        double magnitude = nearest(sticky(parts[0], parts[1].signum() != 0), exponent - shift - 1);
        return numerator.signum() < 0 ? -magnitude : magnitude;
    }

    /** The square root of {@code numerator × 2^exponent / denominator}, neither of them negative. */
    static double root(BigInteger numerator, int exponent, BigInteger denominator) {
        int shift = Math.max(0, WORKING_BITS + denominator.bitLength() - numerator.bitLength());
        shift += (exponent - shift) & 1;
        BigInteger[] parts = numerator.shiftLeft(shift).divideAndRemainder(denominator);
        BigInteger[] root = parts[0].sqrtAndRemainder();
        boolean inexact = parts[1].signum() != 0 || root[1].signum() != 0;
        return nearest(sticky(root[0], inexact), (exponent - shift) / 2 - 1);
    }

    /** Appends one bit that says whether anything was cut off below. */
    private static BigInteger sticky(BigInteger floor, boolean inexact) {
        BigInteger doubled = floor.shiftLeft(1);
        return inexact ? doubled.setBit(0) : doubled;
    }

    /** {@code significand × 2^exponent} rounded to the nearest double, infinite above the largest. */
    private static double nearest(BigInteger significand, int exponent) {
        int bits = significand.bitLength();
        int kept = Math.min(PRECISION, bits + exponent - LOWEST_EXPONENT);
        if (kept < 0 || bits == 0) {
            return 0;
        }
        int cut = bits - kept;
        if (cut <= 0) {
            return Math.scalb((double) significand.longValueExact(), exponent);
        }
        long floor = significand.shiftRight(cut).longValueExact();
        boolean half = significand.testBit(cut - 1);
        boolean above = significand.getLowestSetBit() < cut - 1;
        boolean up = half && (above || (floor & 1) == 1);
        return Math.scalb((double) (up ? floor + 1 : floor), exponent + cut);
    }
}
