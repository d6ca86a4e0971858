package tallyroll.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import tallyroll.event.Event;

/**
 * Summarise, of either kind of map task: folds the events it pulls and gives the partials to the shuffle. An iterator, so that
 * the shuffle can spill: when the aggregator is full it is emptied and reading goes on.
 */
final class Partials implements Iterator<ShuffleRecord> {
    private final int task;
    private final CountedEvents events;
    private final MapSideAggregator aggregator;
    private final Scope scope;
    private final EventFold fold = this::fold;
    private final Deque<ShuffleRecord> ready = new ArrayDeque<>();
    private boolean finished;

    /** The events of the step before, with the decision which of them count. */
    interface CountedEvents {
        /** Gives some more events, perhaps none; false at the end. */
        boolean next(EventFold fold);

        /** After the last one. Returns once the record has confirmed all of them; nothing is given to the shuffle after this but the rest of what was folded. */
        TaskStats finish();
    }

    /** Takes events. */
    interface EventFold {
        /** @param counts false to have the event's rows visited without counting it: it lost to another of its identity */
        void fold(Event event, boolean counts);
    }

    Partials(int task, CountedEvents events, MapSideAggregator aggregator, Scope scope) {
        this.task = task;
        this.events = events;
        this.aggregator = aggregator;
        this.scope = scope;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !finished) {
            if (!events.next(fold)) {
                TaskStats stats = events.finish();
                aggregator.drain(ready::add);
                ready.add(new ShuffleRecord(ShuffleKey.statsKey(task), stats.bytes()));
                finished = true;
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public ShuffleRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.poll();
    }

    private void fold(Event event, boolean counts) {
        aggregator.fold(event, scope, counts);
        if (aggregator.full()) {
            aggregator.drain(ready::add);
        }
    }
}
