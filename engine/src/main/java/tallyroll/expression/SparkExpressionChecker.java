package tallyroll.expression;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.pipeline.ExpressionChecker;

/** Judges expressions with Spark's own parser and type rules. Starts no session; the first call loads Spark's classes, about a second. */
public final class SparkExpressionChecker implements ExpressionChecker {
    @Override
    public Optional<String> fault(EventSchema schema, String expression, Optional<FieldType> wanted) {
        Analysis analysis = new Analysis(schema);
        try {
            if (wanted.isPresent()) {
                analysis.value(expression, wanted.get(), SparkExpressions.earlier(schema, slotOf(schema, expression)));
            } else {
                analysis.condition(expression);
            }
            return Optional.empty();
        } catch (ExpressionException e) {
            return Optional.of(e.getMessage());
        }
    }

    @Override
    public Typed type(EventSchema schema, String expression) {
        try {
            DataType type = new Analysis(schema).type(expression);
            return SparkTypes.fieldType(type)
                    .<Typed>map(Typed.As::new)
                    .orElseGet(() -> new Typed.Not("gives " + type.sql().toLowerCase(Locale.ROOT)
                            + ", which no measure reads; write cast(… as …) to one of the types of fields"));
        } catch (ExpressionException e) {
            return new Typed.Not(e.getMessage());
        }
    }

    /** The derived field that has this expression, which may name earlier ones only; none: all may be named. */
    private static int slotOf(EventSchema schema, String expression) {
        for (Field field : schema.fields()) {
            if (field.derived() && field.expression().equals(expression)) {
                return schema.slot(field.name());
            }
        }
        return schema.size();
    }
}
