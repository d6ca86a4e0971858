package tallyroll.store;

import java.util.List;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

/** Claims and events for tests to which their content does not matter. */
final class Claims {
    static final long TIMESTAMP = 1_700_000_000_000_000L;

    private static final EventSchema NO_FIELDS = new EventSchema(List.of(Field.of("time", FieldType.TIMESTAMP)));

    private Claims() {}

    /** A batch of new events with one task. */
    static IngestClaim ingest(long batch) {
        return ingest(batch, 0);
    }

    static IngestClaim ingest(long batch, int slice) {
        Claim.Range range = new Claim.Range("events", 0, batch * 1_000, batch * 1_000 + 1_000);
        return new IngestClaim(batch, TIMESTAMP + batch * Claim.TIMESTAMP_STEP, slice, List.of(range));
    }

    static Event event(long id) {
        Event event = new Event(NO_FIELDS);
        event.identity(id, id);
        return event;
    }
}
