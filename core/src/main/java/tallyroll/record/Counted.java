package tallyroll.record;

/**
 * How many events have been counted in a record bucket, each once, as far as that is known.
 *
 * @param bucket its start, µs
 * @param batch the last batch that is among them
 * @param events counted by the last recount, and since by batches that were committed whole, without a gap between them
 */
public record Counted(long bucket, long batch, long events) {}
