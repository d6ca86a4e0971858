package tallyroll.faults;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tallyroll.server.Await;

/** Fails a test whose condition does not come true. */
final class Waiting {
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private Waiting() {}

    /** @param otherwise why not, as far as can be told then */
    static void until(BooleanSupplier condition, Supplier<String> otherwise) {
        if (!Await.until(LIMIT, condition)) {
            throw new AssertionError(otherwise.get());
        }
    }
}
