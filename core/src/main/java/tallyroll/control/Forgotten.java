package tallyroll.control;

import java.io.Serializable;

/**
 * How far the record was forgotten. The three bounds are starts of record buckets, µs, and only ever rise. They move with the claim
 * of the batch that drops, before anything is gone, and never while another batch is open: so nothing that is missing is ever
 * taken for lost, and a batch that is run again is decided by the same bounds.
 *
 * @param acceptedFrom an event of an earlier time is too old: whether it was counted already cannot be told any more
 * @param eventsBefore buckets before this are not read any more; their events are gone or are about to be
 * @param identitiesBefore of buckets before this nothing is kept, not even which identities they held
 * @param droppedBefore the events of buckets before this are gone
 * @param dropped what was dropped in all
 * @param atMicros when the last batch that dropped something was committed
 */
public record Forgotten(
        long acceptedFrom, long eventsBefore, long identitiesBefore, long droppedBefore, Dropped dropped, long atMicros)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long NEVER = Long.MIN_VALUE;

    /** Everything is kept. */
    public static final Forgotten NOTHING = new Forgotten(NEVER, NEVER, NEVER, NEVER, Dropped.NOTHING, 0);

    public Forgotten {
        if (eventsBefore > acceptedFrom || identitiesBefore > eventsBefore || droppedBefore > eventsBefore) {
            throw new IllegalArgumentException("Cannot forget identities before " + identitiesBefore
                    + " and events before " + eventsBefore + " (dropped before " + droppedBefore
                    + ") while events from " + acceptedFrom + " are accepted, µs: none of them may be later than the"
                    + " next");
        }
    }

    /**
     * What was dropped.
     *
     * @param buckets record buckets whose events were dropped
     * @param events recorded events, copies too
     * @param bytes their raw bytes, as the average event of the books has them
     */
    public record Dropped(long buckets, long events, long bytes) implements Serializable {
        public static final Dropped NOTHING = new Dropped(0, 0, 0);

        Dropped plus(Dropped other) {
            return new Dropped(buckets + other.buckets, events + other.events, bytes + other.bytes);
        }
    }

    /** Whether anything was ever forgotten. */
    public boolean any() {
        return acceptedFrom != NEVER;
    }

    /** The bounds of {@code next}, of which nothing is dropped yet. */
    Forgotten begun(Forgotten next) {
        return new Forgotten(
                next.acceptedFrom, next.eventsBefore, next.identitiesBefore, droppedBefore, dropped, atMicros);
    }

    /** As {@code next}, all of which is dropped now. */
    Forgotten done(Forgotten next, Dropped more, long nowMicros) {
        return new Forgotten(
                next.acceptedFrom,
                next.eventsBefore,
                next.identitiesBefore,
                next.droppedBefore,
                dropped.plus(more),
                nowMicros);
    }
}
