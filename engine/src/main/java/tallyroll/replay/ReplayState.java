package tallyroll.replay;

/**
 * How far a replay has come: everything before this is safe in its target.
 *
 * @param pipeline whose record it is of
 * @param target its name
 * @param selection what is replayed, as text
 * @param before events of batches from this number on came after it began, and are not a part of it
 * @param bucket the record bucket it is in, µs
 * @param delivered events of that bucket that are in the target
 * @param sent events in all
 * @param bytes the length of the target, where it is a file
 * @param done whether it has come to its end
 */
public record ReplayState(
        String pipeline,
        String target,
        String selection,
        long before,
        long bucket,
        long delivered,
        long sent,
        long bytes,
        boolean done) {
    static ReplayState begun(String pipeline, String target, Selection selection, long before) {
        return new ReplayState(pipeline, target, selection.text(), before, Long.MIN_VALUE, 0, 0, 0, false);
    }

    ReplayState at(long nextBucket, long deliveredOfIt, long allSent, long length) {
        return new ReplayState(pipeline, target, selection, before, nextBucket, deliveredOfIt, allSent, length, false);
    }

    ReplayState ended() {
        return new ReplayState(pipeline, target, selection, before, Long.MAX_VALUE, 0, sent, bytes, true);
    }

    /** Whether it is of the same work. */
    boolean sameWork(ReplayState other) {
        return pipeline.equals(other.pipeline) && target.equals(other.target) && selection.equals(other.selection);
    }
}
