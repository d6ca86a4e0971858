package tallyroll.pipeline;

import java.util.Optional;
import java.util.ServiceLoader;
import tallyroll.Providers;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;

/**
 * Judges the SQL expressions of a definition. Found with {@link ServiceLoader}, because only the module that has the SQL
 * engine can; without it expressions are taken as they are, and {@link #onClassPath} tells so.
 */
public interface ExpressionChecker {
    /**
     * What is wrong with an expression, if anything.
     *
     * @param schema the fields it may name
     * @param wanted the type it must have or be cast to without loss; empty for a predicate, which must be boolean
     */
    Optional<String> fault(EventSchema schema, String expression, Optional<FieldType> wanted);

    /** The type that an expression's values have as those of a field, or why there is none. */
    Typed type(EventSchema schema, String expression);

    /** What became of a search for a type. */
    sealed interface Typed {
        /** It has one. */
        record As(FieldType type) implements Typed {}

        /** It cannot be used, and why. */
        record Not(String rule) implements Typed {}
    }

    /** The checker of this process, if it has one. */
    static Optional<ExpressionChecker> onClassPath() {
        return Providers.of(ExpressionChecker.class).findFirst();
    }
}
