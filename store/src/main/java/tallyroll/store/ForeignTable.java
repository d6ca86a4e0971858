package tallyroll.store;

import java.util.Iterator;
import java.util.Map;

/**
 * Port: a table of the pipeline's cluster that others write, as it is read once through. The tokens of its partitions are cut into {@value
 * #SLICES} slices of one width; a row is in one of them, and slices can be read beside each other, by several processes.
 */
public interface ForeignTable {
    int SLICES = 1 << 16;

    /** Bytes that the nodes believe it has, from minutes ago; 0 where they do not know. */
    long estimatedBytes();

    /**
     * The rows of slices {@code [from, until)}, by token, and within a partition as the table orders them: the same each time while nobody
     * writes. They come page by page.
     *
     * @return each by column, without nulls. Values are of the JDK: {@code String}, {@code Boolean}, {@code Number}s, {@code Instant}, {@code
     *     LocalDate}, {@code LocalTime}, {@code UUID}, {@code byte[]}, {@code List} of such values, and {@code Map} of them by text
     * @throws tallyroll.summary.StoreException where they cannot be read; the iterator throws it as well
     */
    Iterator<Map<String, Object>> rows(int from, int until);
}
