package tallyroll.expression;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import tallyroll.event.Event;
import tallyroll.event.ExpressionFailure;
import tallyroll.event.FieldType;
import tallyroll.time.Micros;

/** Says why an expression has no value for an event: which one, what went wrong, and the values it was asked with. */
final class Failures {
    private static final int MAX_TEXT = 80;
    private static final int MAX_CAUSE = 160;

    private Failures() {}

    /** @param attributes of all fields, by slot */
    static ExpressionFailure of(
            String what, Expression expression, List<Attribute> attributes, Event event, Throwable cause) {
        List<String> values = new ArrayList<>();
        for (int slot = 0; slot < attributes.size(); slot++) {
            NamedExpression attribute = attributes.get(slot);
            if (expression.references().contains(attribute)) {
                values.add(attribute.name() + " = " + value(event, slot));
            }
        }
        String read = values.isEmpty() ? "" : "; " + String.join(", ", values);
        return new ExpressionFailure(
                shown(what, 2 * MAX_CAUSE) + " has no value for this event: " + reason(cause) + read, cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof StackOverflowError) {
            return "it needs more stack than there is, as a regular expression on a long text may";
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return shown(Wording.sentence(message), MAX_CAUSE);
    }

    private static String value(Event event, int slot) {
        if (event.isNull(slot)) {
            return "null";
        }
        FieldType type = event.schema().field(slot).type();
        return switch (type.kind()) {
            case STRING ->
                "\"" + shown(event.textAt(slot).head(4L * (MAX_TEXT + 1)).text(), MAX_TEXT) + "\"";
            case BOOLEAN -> event.longAt(slot) != 0 ? "true" : "false";
            case DOUBLE -> Double.toString(event.doubleAt(slot));
            case DECIMAL -> event.decimalAt(slot).toPlainString();
            case TIMESTAMP -> Micros.toInstant(event.longAt(slot)).toString();
            case INT, LONG -> Long.toString(event.longAt(slot));
        };
    }

    private static String shown(String text, int max) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= max ? line : line.substring(0, max) + "…";
    }
}
