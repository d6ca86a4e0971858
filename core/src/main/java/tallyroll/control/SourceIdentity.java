package tallyroll.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port: what a source is now, as far as that can be compared with what was read of it (rule R16). Used by one thread at a time. */
public interface SourceIdentity {
    /** The source for people, e.g. {@code topic "flights" at localhost:9092}. */
    String where();

    /** What people should know of it before it is read, a sentence each. */
    default List<String> remarks() {
        return List.of();
    }

    /** What it is: never the same for two sources with other content. Empty for one that keeps nothing, or has no id yet. */
    Optional<String> id();

    /** As {@link #id}, after giving it an id if it can have one and has none. Only for a source that was never read. */
    Optional<String> identify();

    /**
     * The partitions that no longer hold what was read last of them, because their log was cut off and perhaps written again from
     * there: to the first position that may be another record now. Empty where all is as it was.
     *
     * @param read what was read last, by partition
     */
    Map<Integer, Long> divergence(Map<Integer, LastRead> read);

    /** Per partition the first position that is still kept. */
    Map<Integer, Long> earliest();

    /** Per partition one past the last position that may be read now. */
    Map<Integer, Long> latest();
}
