package tallyroll.flow;

import java.util.Optional;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.measure.Partial;
import tallyroll.summary.RowShape;

/**
 * The partials of one group and bucket over some events, and how many those are: zero where they are only named, because a
 * row of it may have to go.
 */
final class Accumulators {
    private final Partial[] partials;
    private long events;

    private Accumulators(long events, Partial[] partials) {
        this.events = events;
        this.partials = partials;
    }

    static Accumulators empty(RowShape shape) {
        return new Accumulators(0, shape.neutral());
    }

    /** Those of a stored row, which exists because at least one event made it; empty where it holds what no batch has written. */
    @SuppressWarnings("CatchingUnchecked") // whatever stands there instead
    static Optional<Accumulators> stored(RowShape shape, Object[] values) {
        try {
            return Optional.of(new Accumulators(1, shape.restore(values)));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    static Accumulators read(RowShape shape, byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        long events = in.readVarint();
        if (events == 0) {
            return empty(shape);
        }
        Partial[] partials = new Partial[shape.measures().size()];
        for (int i = 0; i < partials.length; i++) {
            partials[i] = shape.measures().get(i).read(in);
        }
        return new Accumulators(events, partials);
    }

    void write(ByteWriter out) {
        out.writeVarint(events);
        for (int i = 0; events > 0 && i < partials.length; i++) {
            partials[i].write(out);
        }
    }

    void count() {
        events++;
    }

    Partial[] partials() {
        return partials;
    }

    void merge(Accumulators other) {
        if (other.events == 0) {
            return;
        }
        events += other.events;
        for (int i = 0; i < partials.length; i++) {
            partials[i].merge(other.partials[i]);
        }
    }

    boolean isEmpty() {
        return events == 0;
    }

    Object[] values(RowShape shape) {
        return shape.values(partials);
    }
}
