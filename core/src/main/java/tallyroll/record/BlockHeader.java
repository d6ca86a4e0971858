package tallyroll.record;

import tallyroll.control.Claim;

/**
 * What a block says of itself.
 *
 * @param range the task's range of the source that all events are from
 * @param minMicros the least event time, µs
 * @param maxMicros the greatest event time, µs
 */
public record BlockHeader(Claim.Range range, int events, long minMicros, long maxMicros) {}
