package tallyroll.record;

/**
 * What settling found in a record bucket.
 *
 * @param bucket its start, µs
 * @param distinct identities counted
 * @param duplicates recorded events that were not counted because their identity already was
 * @param recountedMicros when it was last recounted, µs; where it never was, when it was first settled
 */
public record Settlement(long bucket, long distinct, long duplicates, long recountedMicros) {}
