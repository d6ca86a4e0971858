package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;
import tallyroll.pipeline.ExpressionChecker.Typed;
import tallyroll.pipeline.Value.Scalar;

/**
 * The fields that measures read: those the definition declares, and for each expression in a measure a {@linkplain Field#hidden()
 * hidden} one, derived for every event when it is decoded. So an expression that fails makes the event a dead letter before it is
 * recorded or counted anywhere, and measures of the same expression share one field.
 */
final class MeasureFields {
    private final EventSchema declared;
    private final Collection<String> names;
    private final DefinitionErrors faults;
    private final Map<String, Field> hidden = new LinkedHashMap<>();

    /**
     * @param declared the fields whose type is known
     * @param names the names of all fields, those with a faulty declaration too
     */
    MeasureFields(EventSchema declared, Collection<String> names, DefinitionErrors faults) {
        this.declared = declared;
        this.names = names;
        this.faults = faults;
    }

    /** The declared fields whose type is known. */
    EventSchema declared() {
        return declared;
    }

    /** The names of all declared fields. */
    Collection<String> names() {
        return names;
    }

    /** Whether the type of each is known, so that expressions can be judged. */
    boolean known() {
        return declared.size() == names.size();
    }

    /** The declared fields, then those of expressions. */
    EventSchema schema() {
        List<Field> all = new ArrayList<>(declared.fields());
        all.addAll(hidden.values());
        return new EventSchema(all);
    }

    /** The name of the field that holds an expression's values; empty after a fault. */
    Optional<String> value(Scalar at, String expression) {
        return checker(at, expression).flatMap(checker -> {
            Typed typed = checker.type(declared, expression);
            if (typed instanceof Typed.Not not) {
                faults.add(at, "its expression \"" + expression + "\" " + not.rule(), "");
                return Optional.empty();
            }
            return Optional.of(hidden(expression, ((Typed.As) typed).type()));
        });
    }

    /** The name of the boolean field that says whether a condition is met; empty after a fault. */
    Optional<String> condition(Scalar at, String condition) {
        int slot = declared.slot(condition);
        if (slot >= 0 && declared.field(slot).type().kind() == Kind.BOOLEAN) {
            return Optional.of(condition);
        }
        return checker(at, condition).flatMap(checker -> {
            Optional<String> rule = checker.fault(declared, condition, Optional.empty());
            rule.ifPresent(wrong -> faults.add(at, "its condition \"" + condition + "\" " + wrong, ""));
            return rule.isPresent() ? Optional.empty() : Optional.of(hidden(condition, FieldType.BOOLEAN));
        });
    }

    private Optional<ExpressionChecker> checker(Scalar at, String expression) {
        if (!known()) {
            return Optional.empty(); // there are other faults
        }
        Optional<ExpressionChecker> checker = ExpressionChecker.onClassPath();
        if (checker.isEmpty()) {
            faults.add(
                    at,
                    "\"" + expression
                            + "\" is an expression, and there is nothing on the class path that could judge it",
                    "add Spark, or name a field");
        }
        return checker;
    }

    private String hidden(String expression, FieldType type) {
        hidden.putIfAbsent(expression, Field.hidden(expression, type));
        return expression;
    }
}
