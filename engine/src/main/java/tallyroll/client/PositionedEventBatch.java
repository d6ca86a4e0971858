package tallyroll.client;

import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import tallyroll.receiver.EventBatch;

/**
 * A batch, and the place of each of its events, by which a dead letter is found again.
 *
 * @param partition of the topic; of a receiver, the client's number
 * @param offsets of the i-th event: its offset in the topic; of a receiver, how many events came before it
 * @param withoutValue whether the i-th event is a record without a value, which is not the same as an empty one
 */
record PositionedEventBatch(EventBatch batch, int partition, IntToLongFunction offsets, IntPredicate withoutValue) {
    /** Events that were numbered as they came. */
    static PositionedEventBatch numbered(EventBatch batch, int client, long first) {
        return new PositionedEventBatch(batch, client, event -> first + event, event -> false);
    }
}
