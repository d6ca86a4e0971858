package tallyroll.sample;

import java.util.Set;
import tallyroll.event.EventEnvelope;

/**
 * What the values of a field are counted against.
 *
 * @param events in all records; copies count once
 * @param records that they stand in
 * @param envelope around each of them
 * @param exploded whether a record may hold several
 * @param keys the fields of an object that is the records' key
 */
record Population(int events, int records, EventEnvelope envelope, boolean exploded, Set<String> keys) {
    Population {
        keys = Set.copyOf(keys);
    }

    /** As many different values as there are in a field that names each event, or each record that holds several. */
    int named(FieldPath path) {
        return exploded && path.origin() == FieldPath.Origin.VALUE ? records : events;
    }
}
