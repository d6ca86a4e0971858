package tallyroll.cli;

import java.util.Locale;

/** How rows are written that come one after the other. */
public enum RowFormat {
    /** Aligned columns for people: all rows are gathered first, since the widest decides. */
    TABLE,
    /** As {@link Format#CSV}. */
    CSV,
    /** As {@link Format#JSON}. */
    JSON,
    /** An object a line. */
    NDJSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
