package tallyroll.cli;

import java.util.Optional;
import java.util.stream.Stream;
import tallyroll.TallyrollException;
import tallyroll.control.FencedException;
import tallyroll.control.SourceReplacedException;
import tallyroll.pipeline.InvalidDefinitionException;
import tallyroll.pipeline.InvalidRequestException;

/**
 * A command that cannot go on. Its message is all the user sees: what could not be done, to what, the value seen, the
 * rule, and what to do.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final boolean unforeseen;

    public Failure(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public Failure(ExitCode exitCode, String message, Throwable cause) {
        this(exitCode, message, cause, false);
    }

    private Failure(ExitCode exitCode, String message, Throwable cause, boolean unforeseen) {
        super(message, cause);
        this.exitCode = exitCode;
        this.unforeseen = unforeseen;
    }

    /** Something went wrong on the way. */
    public static Failure failed(String message) {
        return new Failure(ExitCode.FAILED, message);
    }

    /** What the user asked for makes no sense; nothing was touched. */
    public static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    /**
     * What ended a command, as its user is to read it. Spark and futures wrap what happened in accounts of their own, so the first
     * of our exceptions among the causes speaks, before all others one that says that this driver is fenced; where there is none,
     * the innermost cause does.
     */
    static Failure of(Throwable thrown, String command) {
        if (thrown instanceof Failure failure) {
            return failure;
        }
        Optional<Error> error = first(Error.class, thrown);
        if (error.isPresent()) {
            return new Failure(ExitCode.DIED, LastWords.of(error.get()), thrown);
        }
        Optional<TallyrollException> ours = first(FencedException.class, thrown)
                .map(TallyrollException.class::cast)
                .or(() -> first(SourceReplacedException.class, thrown))
                .or(() -> first(TallyrollException.class, thrown));
        if (ours.isPresent()) {
            return new Failure(exitCode(ours.get()), ours.get().getMessage(), thrown);
        }
        Throwable innermost = causes(thrown).reduce(thrown, (outer, inner) -> inner);
        return new Failure(
                ExitCode.FAILED, "Cannot finish \"%s\": %s".formatted(command, words(innermost)), thrown, true);
    }

    /** Its message, or its type where it has none. */
    static String words(Throwable thrown) {
        return thrown.getMessage() == null || thrown.getMessage().isBlank() ? thrown.toString() : thrown.getMessage();
    }

    private static <T> Optional<T> first(Class<T> type, Throwable thrown) {
        return causes(thrown).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, at -> at != null, Throwable::getCause);
    }

    private static ExitCode exitCode(TallyrollException thrown) {
        if (thrown instanceof FencedException) {
            return ExitCode.FENCED;
        }
        if (thrown instanceof SourceReplacedException) {
            return ExitCode.REPLACED;
        }
        return thrown instanceof InvalidDefinitionException || thrown instanceof InvalidRequestException
                ? ExitCode.USAGE
                : ExitCode.FAILED;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** Whether something ended the command that no message was written for. */
    boolean unforeseen() {
        return unforeseen;
    }
}
