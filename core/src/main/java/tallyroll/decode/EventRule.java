package tallyroll.decode;

import tallyroll.bytes.Slice;
import tallyroll.event.Event;

/** What a well-formed event must meet as well, or in which rollups it counts. Not thread-safe; one per task. */
public interface EventRule {
    /**
     * {@link Decoding#OK}, or why the event is refused. Never throws. It may {@link Event#leaveOut leave the event out} of rollups.
     *
     * @param raw the record it was decoded from
     */
    Decoding check(Slice raw, Event event);
}
