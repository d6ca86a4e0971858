package tallyroll.query;

import java.util.Locale;
import java.util.Optional;
import tallyroll.cli.RowFormat;

/** How an answer is written. */
enum QueryFormat {
    TABLE(RowFormat.TABLE),
    CSV(RowFormat.CSV),
    JSON(RowFormat.JSON),
    NDJSON(RowFormat.NDJSON),
    /** Into a file. */
    PARQUET(null);

    private final RowFormat text;

    QueryFormat(RowFormat text) {
        this.text = text;
    }

    /** As text; empty where it is none. */
    Optional<RowFormat> text() {
        return Optional.ofNullable(text);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
