package tallyroll.event;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of one event field.
 *
 * <p>How a value of each kind sits in an {@link Event} slot: {@code INT}, {@code LONG} as the number; {@code BOOLEAN} as 0 or
 * 1; {@code DOUBLE} as a double; {@code TIMESTAMP} as µs since 1970-01-01T00:00Z; {@code STRING} as UTF-8 bytes; {@code
 * DECIMAL} as an unscaled long where the precision is at most 18 digits, as a {@link java.math.BigDecimal} above.
 *
 * @param precision total digits of a decimal, 1–38; 0 for every other kind
 * @param scale digits after the point of a decimal, 0–precision; 0 for every other kind
 */
public record FieldType(Kind kind, int precision, int scale) implements Serializable {
    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)");

    public static final FieldType STRING = new FieldType(Kind.STRING, 0, 0);
    public static final FieldType BOOLEAN = new FieldType(Kind.BOOLEAN, 0, 0);
    public static final FieldType INT = new FieldType(Kind.INT, 0, 0);
    public static final FieldType LONG = new FieldType(Kind.LONG, 0, 0);
    public static final FieldType DOUBLE = new FieldType(Kind.DOUBLE, 0, 0);
    public static final FieldType TIMESTAMP = new FieldType(Kind.TIMESTAMP, 0, 0);

    /** The kinds of field, in the order the reference page lists them. */
    public enum Kind {
        STRING,
        BOOLEAN,
        INT,
        LONG,
        DOUBLE,
        DECIMAL,
        TIMESTAMP;
    }

    public FieldType {
        if (kind == Kind.DECIMAL && (precision < 1 || precision > 38 || scale < 0 || scale > precision)) {
            throw new IllegalArgumentException("decimal(" + precision + "," + scale
                    + ") is not a decimal type: precision is 1 to 38 and scale 0 to precision");
        }
    }

    public static FieldType decimal(int precision, int scale) {
        return new FieldType(Kind.DECIMAL, precision, scale);
    }

    /** Reads {@code string}, {@code boolean}, {@code int}, {@code long}, {@code double}, {@code decimal(p,s)}, {@code timestamp}. */
    public static Optional<FieldType> parse(String text) {
        Matcher decimal = DECIMAL.matcher(text.trim());
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            boolean valid = precision >= 1 && precision <= 38 && scale <= precision;
            return valid ? Optional.of(decimal(precision, scale)) : Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.DECIMAL && kind.name().toLowerCase(Locale.ROOT).equals(text.trim())) {
                return Optional.of(new FieldType(kind, 0, 0));
            }
        }
        return Optional.empty();
    }

    /** Whether a decimal of this type fits an unscaled long. */
    public boolean longDecimal() {
        return kind == Kind.DECIMAL && precision <= 18;
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kind == Kind.DECIMAL ? name + "(" + precision + "," + scale + ")" : name;
    }
}
