package tallyroll.flow;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tallyroll.TallyrollException;
import tallyroll.control.Quarantine;

/**
 * What a task had in hand when it failed: noted beside the failure, as a suppressed exception, so that it crosses from an executor to the
 * driver with it and the failure itself stays what it is.
 *
 * <p>Nothing is noted of what the store, the source or the lease says ({@link TallyrollException}): that is no event's fault and may
 * pass.
 */
public final class Culprit extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_REASON = 300;

    private final Quarantine.Event event;

    private Culprit(Quarantine.Event event) {
        super(event.name(), null, false, false);
        this.event = event;
    }

    public Quarantine.Event event() {
        return event;
    }

    /** What a failure that came from a task was about; empty where nobody can say. */
    public static Optional<Culprit> of(Throwable failure) {
        Deque<Throwable> left = new ArrayDeque<>();
        Set<Throwable> seen = new HashSet<>();
        left.add(failure);
        while (!left.isEmpty()) {
            Throwable next = left.poll();
            if (next instanceof Culprit found) {
                return Optional.of(found);
            }
            if (seen.add(next)) {
                left.addAll(Arrays.asList(next.getSuppressed()));
                Optional.ofNullable(next.getCause()).ifPresent(left::add);
            }
        }
        return Optional.empty();
    }

    /** The failure to go on with, with a note on the event it is about. */
    static RuntimeException event(String source, int partition, long offset, Throwable failure) {
        RuntimeException thrown = thrown(failure);
        return noted(thrown, new Quarantine.Event(source, partition, offset, reason(failure)));
    }

    private static RuntimeException noted(RuntimeException thrown, Quarantine.Event event) {
        if (!(thrown instanceof TallyrollException) && of(thrown).isEmpty()) {
            thrown.addSuppressed(new Culprit(event));
        }
        return thrown;
    }

    /** Spark ends the process of a task whose stack overflowed, as it must if it does not know why. */
    private static RuntimeException thrown(Throwable failure) {
        return failure instanceof RuntimeException already
                ? already
                : new IllegalStateException(
                        failure instanceof StackOverflowError
                                ? "it needs more stack than there is"
                                : failure.toString(),
                        failure);
    }

    private static String reason(Throwable failure) {
        String text =
                failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "…";
    }
}
