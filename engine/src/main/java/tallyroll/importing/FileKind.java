package tallyroll.importing;

import java.util.Locale;

/** How a file's bytes become records, told by its name. */
enum FileKind {
    /** A record a line. */
    LINES(""),
    GZIP(".gz"),
    ZSTD(".zst"),
    PARQUET(".parquet"),
    AVRO(".avro");

    private final String ending;

    FileKind(String ending) {
        this.ending = ending;
    }

    static FileKind of(String uri) {
        String name = uri.toLowerCase(Locale.ROOT);
        if (name.endsWith(".zstd")) {
            return ZSTD;
        }
        for (FileKind kind : values()) {
            if (kind != LINES && name.endsWith(kind.ending)) {
                return kind;
            }
        }
        return LINES;
    }

    /** Whether its records are rows with columns, which become JSON. */
    boolean hasColumns() {
        return this == PARQUET || this == AVRO;
    }

    /** Whether it is packed as a whole, so that it can be read from its beginning only. */
    boolean isPacked() {
        return this == GZIP || this == ZSTD;
    }
}
