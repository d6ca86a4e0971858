package tallyroll.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Duplicates;

/** Decides which event of an identity counts (rule R1). Events come in record order. Holds every identity that it was given. */
sealed interface Deduplicator {
    /** Takes note of an event before any is decided; needed where the last may win. */
    void offer(Event event, long order);

    /** Whether this event is the one of its identity that counts. */
    boolean wins(Event event, long order);

    /** How many identities a task may hold at a time: some 100 MB of them. */
    static long capacity(EventSpec spec) {
        return spec.duplicates() == Duplicates.FIRST ? 1 << 21 : 1 << 19;
    }

    static Deduplicator of(EventSpec spec) {
        return spec.duplicates() == Duplicates.FIRST
                ? new First()
                : new Last(spec.schema().slot(spec.revisionField()));
    }

    /** With {@code low} an identity. */
    record Id(long high, long low) {
        static Id of(Event event) {
            return new Id(event.identityHigh(), event.identityLow());
        }
    }

    /** The first in record order, unless the identity is voided. */
    final class First implements Deduplicator {
        private final IdentitySet seen =
                new IdentitySet(1 << 5); // most buckets of a sparse record hold few, and it grows

        private final Set<Id> voided = new HashSet<>();

        /** The first is known when it comes; what takes it out may come later. */
        @Override
        public void offer(Event event, long order) {
            if (event.isVoid()) {
                voided.add(Id.of(event));
            }
        }

        @Override
        public boolean wins(Event event, long order) {
            return seen.add(event.identityHigh(), event.identityLow())
                    && (voided.isEmpty() || !voided.contains(Id.of(event)));
        }
    }

    /** What voids it, else the highest revision; of equal ones a deletion, then the first in record order. A missing revision is below every other. */
    final class Last implements Deduplicator {
        private final int revisionSlot;
        private final Map<Id, Best> best = new HashMap<>();

        Last(int revisionSlot) {
            this.revisionSlot = revisionSlot;
        }

        @Override
        public void offer(Event event, long order) {
            long revision = event.isNull(revisionSlot) ? Long.MIN_VALUE : event.longAt(revisionSlot);
            best.merge(
                    Id.of(event),
                    new Best(event.isVoid(), revision, event.isDeletion(), order),
                    (held, other) -> other.beats(held) ? other : held);
        }

        @Override
        public boolean wins(Event event, long order) {
            // an event that was recorded after offers ended is in no total yet: the bucket is dirty
            Best held = best.get(Id.of(event));
            return held != null && held.order == order;
        }

        private record Best(boolean voids, long revision, boolean deletion, long order) {
            /** A later one. */
            boolean beats(Best earlier) {
                if (voids || earlier.voids) {
                    return !earlier.voids;
                }
                return revision == earlier.revision ? deletion && !earlier.deletion : revision > earlier.revision;
            }
        }
    }
}
