package tallyroll.search;

import java.io.Serializable;
import tallyroll.record.SystemOfRecord;

/**
 * A part of a search, for one thread somewhere. It may be run again, also beside an attempt that counts as failed: what it writes is
 * the same each time.
 *
 * @param <R> what it finds
 */
public interface SearchTask<R extends Serializable> extends Serializable {
    R run(SystemOfRecord record);
}
