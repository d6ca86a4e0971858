package tallyroll.cli;

import java.util.Locale;

/** How a result is written. */
public enum Format {
    /** Aligned columns for people. */
    TABLE,
    /** RFC 4180, one header line, {@code \n} line ends, plain numbers. */
    CSV,
    /** An array of objects with plain numbers. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
