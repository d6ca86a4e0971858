package tallyroll.run;

import java.util.Optional;

/** Looks through Spark's wrappings for what happened. */
final class Causes {
    private Causes() {}

    static <T extends Throwable> Optional<T> of(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }

    /** The innermost message: our own sentence, not Spark's account of the stage that carried it. */
    static String message(Throwable failure) {
        String message = failure.getMessage();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at.getMessage() != null) {
                message = at.getMessage();
            }
            if (at.getClass().getName().startsWith("tallyroll.")) {
                break;
            }
        }
        return message;
    }
}
