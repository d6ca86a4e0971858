package tallyroll.measure;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Two measures of a rollup divided when they are read: {@code error_rate: errors / requests}. Nothing of it is stored.
 *
 * @param dividend the name of a measure that answers with a number
 * @param divisor another, or the same
 */
public record Ratio(String name, String dividend, String divisor) implements Serializable {
    /** Whether columns of a type hold what can be divided. */
    public static boolean divides(ColumnType type) {
        return switch (type) {
            case BIGINT, VARINT, DECIMAL, DOUBLE -> true;
            default -> false;
        };
    }

    /** The quotient of two column values, rounded once; null where one of them is, or the divisor is zero. */
    public static Double of(Object dividend, Object divisor) {
        if (dividend == null || divisor == null || ((Number) divisor).doubleValue() == 0) {
            return null;
        }
        if (dividend instanceof Double || divisor instanceof Double) {
            return ((Number) dividend).doubleValue() / ((Number) divisor).doubleValue();
        }
        return exact(dividend).divide(exact(divisor), MathContext.DECIMAL128).doubleValue();
    }

    private static BigDecimal exact(Object number) {
        return number instanceof BigDecimal decimal
                ? decimal
                : number instanceof BigInteger whole ? new BigDecimal(whole) : BigDecimal.valueOf((Long) number);
    }

    /** As a definition states it. */
    public String written() {
        return dividend + " / " + divisor;
    }
}
