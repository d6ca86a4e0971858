package tallyroll.publish;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Function;
import tallyroll.flights.Flight;

/**
 * Flights in order of time as records for a topic, disordered as a {@link Disorder} says. Exact: one of every {@code duplicateEvery} events is
 * returned twice, and one of every {@code lateEvery} is held back; what is left at the end, broken records included, is returned then.
 */
public final class Feed implements Iterator<Message> {
    private static final int NEAR = 1_000;
    private static final int MAGIC = 0x9E3779B9;

    private final Iterator<Flight> flights;
    private final Function<Flight, byte[]> format;
    private final Disorder disorder;
    private final SplittableRandom random;
    private final Pick duplicate;
    private final Pick late;
    private final Queue<Message> ready = new ArrayDeque<>();
    private final PriorityQueue<Held> heldForTime = new PriorityQueue<>(Held.ORDER);
    private final PriorityQueue<Held> heldForCount = new PriorityQueue<>(Held.ORDER);
    private long sequence;
    private long given;
    private long events;
    private long lateEvents;
    private long duplicates;
    private int broken;

    /** A message that waits for an event of minute {@code until}, or for the record of that number. */
    private record Held(long until, long sequence, Message message) {
        static final Comparator<Held> ORDER =
                Comparator.comparingLong(Held::until).thenComparingLong(Held::sequence);
    }

    public Feed(Iterator<Flight> flights, Function<Flight, byte[]> format, Disorder disorder) {
        this.flights = flights;
        this.format = format;
        this.disorder = disorder;
        random = new SplittableRandom(disorder.seed());
        duplicate = new Pick(random.split(), disorder.duplicateEvery());
        late = new Pick(random.split(), disorder.lateEvery());
    }

    /** What was returned so far. */
    public Published published() {
        return new Published(events, lateEvents, duplicates, broken);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && flights.hasNext()) {
            take(flights.next());
        }
        if (ready.isEmpty()) {
            release(heldForTime, Long.MAX_VALUE);
            release(heldForCount, Long.MAX_VALUE);
            while (broken < disorder.broken()) {
                addBroken();
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + given + " records have been returned");
        }
        given++;
        return ready.remove();
    }

    private void take(Flight flight) {
        release(heldForTime, flight.minute());
        release(heldForCount, given);
        events++;
        Message message = new Message(home(flight.id()), format.apply(flight));
        boolean held = late.next() && hold(message, flight.minute());
        if (!held) {
            ready.add(message);
        }
        if (duplicate.next()) {
            duplicates++;
            int far = random.nextInt(2) == 0 ? NEAR : Math.max(NEAR, disorder.farthestDuplicate());
            Message copy = new Message(random.nextInt(disorder.partitions()), message.value());
            heldForCount.add(new Held(given + 1 + random.nextInt(far), sequence++, copy));
        }
        if (broken < disorder.broken() && events % disorder.brokenEvery() == 0) {
            addBroken();
        }
    }

    private void addBroken() {
        ready.add(new Message(random.nextInt(disorder.partitions()), Broken.record(broken, disorder.oversize())));
        broken++;
    }

    private boolean hold(Message message, long minute) {
        lateEvents++;
        long by = 1 + random.nextLong(Math.max(1, disorder.latest().toMinutes()));
        return heldForTime.add(new Held(minute + by, sequence++, message));
    }

    private void release(PriorityQueue<Held> held, long reached) {
        while (!held.isEmpty() && held.peek().until() <= reached) {
            ready.add(held.remove().message());
        }
    }

    private int home(String id) {
        return Math.floorMod((id.hashCode() * MAGIC) >>> 8, disorder.partitions());
    }

    /** True for one call out of every so many, at a random place among them. */
    private static final class Pick {
        private final SplittableRandom random;
        private final int every;
        private int place;
        private int chosen;

        Pick(SplittableRandom random, int every) {
            this.random = random;
            this.every = every;
        }

        boolean next() {
            if (every == 0) {
                return false;
            }
            if (place == 0) {
                chosen = random.nextInt(every);
            }
            boolean yes = place == chosen;
            place = (place + 1) % every;
            return yes;
        }
    }
}
