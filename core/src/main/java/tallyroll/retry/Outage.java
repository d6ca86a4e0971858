package tallyroll.retry;

import java.util.Optional;
import java.util.stream.Stream;
import tallyroll.TallyrollException;

/**
 * A server that is away, as a failure shows it. This is the one place that says which failures are waited out: those whose first
 * exception of ours, below the wrappings of Spark and of futures, says itself that a server did not answer. An error of this
 * process, such as no memory, or a driver that is fenced is never one, whatever else failed because of it.
 *
 * @param server what is away
 * @param message the failure's own sentence
 */
public record Outage(String server, String message) {
    /** Empty for a failure that waiting does not mend. */
    public static Optional<Outage> of(Throwable failure) {
        if (causes(failure).anyMatch(Error.class::isInstance)) {
            return Optional.empty();
        }
        return causes(failure)
                .filter(TallyrollException.class::isInstance)
                .map(TallyrollException.class::cast)
                .findFirst()
                .flatMap(ours -> ours.away().map(server -> new Outage(server, ours.getMessage())));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, at -> at != null, Throwable::getCause);
    }
}
