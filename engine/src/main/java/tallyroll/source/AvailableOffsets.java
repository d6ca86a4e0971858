package tallyroll.source;

import java.util.Map;

/**
 * How far a source reaches, as its driver sees it: positions per partition, where a partition is one of a topic, a log, or the
 * memory of one run. Used by one thread at a time.
 */
public interface AvailableOffsets {
    /** Per partition the first position that is still kept. */
    Map<Integer, Long> earliest();

    /** Per partition one past the last position that may be read now. */
    Map<Integer, Long> latest();

    /** Records that can be read now and lie behind {@code read}; a partition that it lacks is unread from its beginning. */
    default long unread(Map<Integer, Long> read) {
        return latest().entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - read.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /**
     * Throws where {@code latest} ends before what was already read, if that means that positions no longer mean the same records.
     */
    default void notTruncated(Map<Integer, Long> read, Map<Integer, Long> latest) {
        // a source that never gives a position twice has nothing to look at
    }
}
