package tallyroll.control;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events that a batch leaves out because it failed on them again and again. Part of the claim, so that whoever runs the batch
 * again leaves out the same.
 */
public record Quarantine(List<Event> events) implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final Quarantine NONE = new Quarantine(List.of());

    /**
     * An event, by its position in the source.
     *
     * @param reason what went wrong with it
     */
    public record Event(String source, int partition, long offset, String reason) implements Serializable {
        /** Names it to people. */
        public String name() {
            return "event " + source + "-" + partition + " at " + offset;
        }
    }

    public Quarantine {
        events = List.copyOf(events);
    }

    public Quarantine with(Event event) {
        List<Event> more = new ArrayList<>(events);
        more.add(event);
        return new Quarantine(more);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** Why the event of that position is left out; empty where it is not. */
    public Optional<String> reason(String source, int partition, long offset) {
        return events.stream()
                .filter(event -> event.offset() == offset
                        && event.partition() == partition
                        && event.source().equals(source))
                .map(Event::reason)
                .findFirst();
    }
}
