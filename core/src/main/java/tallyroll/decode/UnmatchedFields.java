package tallyroll.decode;

import java.util.List;
import java.util.stream.IntStream;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;

/**
 * The fields of the source that have had no value in any event yet. A field leaves with its first value, so that an event costs no more than
 * there are fields left. Not thread-safe.
 */
final class UnmatchedFields {
    private final EventSchema schema;

    /** The slots, the first {@link #left} of them in use. */
    private final int[] slots;

    private int left;
    private long looked;

    UnmatchedFields(EventSchema schema) {
        this.schema = schema;
        slots = IntStream.range(0, schema.size())
                .filter(slot -> !schema.field(slot).derived())
                .toArray();
        left = slots.length;
    }

    /** @param event as its format gave it, before defaults are filled in */
    void look(Event event) {
        looked++;
        for (int i = left - 1; i >= 0; i--) {
            if (!event.isNull(slots[i])) {
                slots[i] = slots[--left];
            }
        }
    }

    /** In how many events. */
    long looked() {
        return looked;
    }

    List<String> names() {
        return IntStream.of(slots)
                .limit(left)
                .sorted()
                .mapToObj(slot -> schema.field(slot).name())
                .toList();
    }
}
