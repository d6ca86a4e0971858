package tallyroll.control;

import java.io.Serializable;
import java.util.List;

/**
 * How far a task got with its range of the source.
 *
 * @param source of its range, an incarnation
 * @param last the last record it read: none where it read none, or the source says no more of it than its position
 * @param holes positions of the range that held nothing to count and are no gap: keys that were compacted away, marks of transactions and
 *     what they aborted, and what the definition ignores
 * @param paths which paths of fields led to a value in its events
 */
public record SourceProgress(String source, int partition, List<LastRead> last, long holes, PathMatches paths)
        implements Serializable {
    public SourceProgress {
        last = List.copyOf(last);
    }
}
