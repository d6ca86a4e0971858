package tallyroll.expression;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.ExpressionFailure;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.pipeline.Pipeline;
import tallyroll.time.Micros;

/**
 * A pipeline's derived fields and conditions, analysed on the driver, shipped to the tasks, and there compiled to bytecode.
 *
 * <p>A derived field may use the fields read from the source and the derived ones declared before it. Fields that do not need
 * each other are evaluated together, so common parts are computed once.
 */
public final class SparkExpressions implements Expressions {
    private static final long serialVersionUID = 1L;

    /** Derived fields may be made of derived ones: without an end to it each could be many times as long as the one before. */
    private static final int MAX_DERIVED_BYTES = 1 << 20;

    private final EventSchema schema;
    /** What the expressions refer to; the place of each is its field's slot. */
    private final ArrayList<Attribute> attributes;

    private final ArrayList<Level> levels;
    private final ArrayList<Condition> conditions;

    private SparkExpressions(
            EventSchema schema,
            ArrayList<Attribute> attributes,
            ArrayList<Level> levels,
            ArrayList<Condition> conditions) {
        this.schema = schema;
        this.attributes = attributes;
        this.levels = levels;
        this.conditions = conditions;
    }

    /** Fields that can be evaluated together: each needs only earlier levels. */
    private record Level(int[] slots, ArrayList<Expression> values) implements Serializable {}

    /** The {@code where} of the rollup of that index. */
    private record Condition(int rollup, String name, String text, Expression value) implements Serializable {}

    /** The expressions of a definition: its derived fields, and the {@code where} of each rollup in order. */
    public static Expressions of(Pipeline pipeline) {
        EventSchema schema = pipeline.event().schema();
        Map<String, String> wheres = new LinkedHashMap<>();
        pipeline.rollups().forEach(rollup -> wheres.put(rollup.name(), rollup.where()));
        boolean none = !schema.derives() && wheres.values().stream().allMatch(String::isBlank);
        return none ? Expressions.NONE : of(schema, wheres);
    }

    /**
     * @param wheres a condition by rollup, in their order, blank where all events count
     * @throws IllegalArgumentException where one of them cannot be used, with the reason
     */
    public static Expressions of(EventSchema schema, Map<String, String> wheres) {
        Analysis analysis = new Analysis(schema);
        TreeMap<Integer, Level> levels = new TreeMap<>();
        int[] levelOf = new int[schema.size()];
        for (int slot = 0; slot < schema.size(); slot++) {
            if (schema.field(slot).derived()) {
                Expression value = derived(analysis, schema, slot);
                levelOf[slot] = 1 + deepest(value, analysis, levelOf);
                levels.merge(levelOf[slot], level(slot, value), SparkExpressions::together);
            }
        }
        ArrayList<Condition> conditions = new ArrayList<>();
        int rollup = 0;
        for (Map.Entry<String, String> where : wheres.entrySet()) {
            if (!where.getValue().isBlank()) {
                Expression condition = condition(analysis, where.getValue());
                conditions.add(new Condition(rollup, where.getKey(), where.getValue(), condition));
            }
            rollup++;
        }
        return new SparkExpressions(
                schema, new ArrayList<>(analysis.attributes()), new ArrayList<>(levels.values()), conditions);
    }

    @Override
    public Bound bind() {
        return Analysis.meant(Evaluators::new);
    }

    private static Expression derived(Analysis analysis, EventSchema schema, int slot) {
        Field field = schema.field(slot);
        try {
            return analysis.value(field.expression(), field.type(), earlier(schema, slot));
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(
                    "Cannot derive field \"" + field.name() + "\": its expression \"" + field.expression() + "\" "
                            + e.getMessage() + ".",
                    e);
        }
    }

    /** What a derived field may name. */
    static java.util.function.Predicate<Field> earlier(EventSchema schema, int slot) {
        return field -> !field.hidden() && (!field.derived() || schema.slot(field.name()) < slot);
    }

    private static Expression condition(Analysis analysis, String where) {
        try {
            return analysis.condition(where);
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(
                    "Cannot use the condition \"" + where + "\": it " + e.getMessage() + ".", e);
        }
    }

    private static int deepest(Expression value, Analysis analysis, int[] levelOf) {
        AttributeSet used = value.references();
        List<Attribute> attributes = analysis.attributes();
        int deepest = 0;
        for (int slot = 0; slot < attributes.size(); slot++) {
            NamedExpression attribute = attributes.get(slot);
            if (used.contains(attribute)) {
                deepest = Math.max(deepest, levelOf[slot]);
            }
        }
        return deepest;
    }

    private static Level level(int slot, Expression value) {
        return new Level(new int[] {slot}, new ArrayList<>(List.of(value)));
    }

    private static Level together(Level a, Level b) {
        int[] slots = IntStream.concat(Arrays.stream(a.slots()), Arrays.stream(b.slots()))
                .toArray();
        ArrayList<Expression> values = new ArrayList<>(a.values());
        values.addAll(b.values());
        return new Level(slots, values);
    }

    /** The evaluators of one task. */
    private final class Evaluators implements Bound {
        private final EventRow row;
        private final UnsafeProjection[] projections;
        private final BasePredicate[] predicates;

        Evaluators() {
            row = new EventRow(schema.fields().stream().map(Field::type).toArray(FieldType[]::new));
            projections = new UnsafeProjection[levels.size()];
            for (int i = 0; i < projections.length; i++) {
                projections[i] = UnsafeProjection.create(seq(levels.get(i).values()), seq(attributes));
            }
            predicates = new BasePredicate[conditions.size()];
            for (int i = 0; i < predicates.length; i++) {
                predicates[i] = Predicate.create(conditions.get(i).value(), seq(attributes));
                predicates[i].initialize(0);
            }
        }

        @Override
        public void derive(Event event) {
            for (int i = 0; i < projections.length; i++) {
                UnsafeRow values = values(i, event);
                int[] slots = levels.get(i).slots();
                for (int column = 0; column < slots.length; column++) {
                    put(values, column, event, slots[column]);
                }
            }
        }

        private UnsafeRow values(int level, Event event) {
            try {
                return projections[level].apply(row.over(event));
            } catch (RuntimeException | StackOverflowError failed) {
                Level all = levels.get(level);
                int which = failing(all, event);
                Field field = schema.field(all.slots()[which]);
                String what = field.hidden()
                        ? "the expression \"" + field.expression() + "\" of a measure"
                        : "the expression of field \"" + field.name() + "\", \"" + field.expression() + "\",";
                throw Failures.of(what, all.values().get(which), attributes, event, failed);
            }
        }

        /** Which field of a level it is that has no value: each is asked alone. */
        private int failing(Level level, Event event) {
            for (int i = 0; i < level.slots().length - 1; i++) {
                try {
                    UnsafeProjection.create(seq(List.of(level.values().get(i))), seq(attributes))
                            .apply(row.over(event));
                } catch (RuntimeException | StackOverflowError itself) {
                    return i;
                }
            }
            return level.slots().length - 1;
        }

        @Override
        public void select(Event event) {
            for (int i = 0; i < predicates.length; i++) {
                Condition condition = conditions.get(i);
                try {
                    if (!predicates[i].eval(row.over(event))) {
                        event.leaveOut(condition.rollup());
                    }
                } catch (RuntimeException | StackOverflowError failed) {
                    String what = "the condition of rollup \"" + condition.name() + "\", \"" + condition.text() + "\",";
                    throw Failures.of(what, condition.value(), attributes, event, failed);
                }
            }
        }

        private void put(UnsafeRow values, int column, Event event, int slot) {
            if (values.isNullAt(column)) {
                event.putNull(slot);
                return;
            }
            FieldType type = schema.field(slot).type();
            switch (type.kind()) {
                case STRING -> putString(values.getUTF8String(column), event, slot, schema.field(slot));
                case BOOLEAN -> event.putLong(slot, values.getBoolean(column) ? 1 : 0);
                case INT -> event.putLong(slot, values.getInt(column));
                case LONG -> event.putLong(slot, values.getLong(column));
                case DOUBLE -> event.putDouble(slot, values.getDouble(column));
                // CQL keeps ms; so a stored value and a recounted one are the same.
                case TIMESTAMP -> event.putLong(slot, Micros.wholeMillis(values.getLong(column)));
                case DECIMAL -> putDecimal(values, column, event, slot);
            }
        }

        private void putDecimal(UnsafeRow values, int column, Event event, int slot) {
            FieldType type = schema.field(slot).type();
            if (type.longDecimal()) {
                event.putLong(slot, values.getLong(column));
            } else {
                event.putDecimal(
                        slot,
                        values.getDecimal(column, type.precision(), type.scale())
                                .toJavaBigDecimal());
            }
        }
    }

    /** The row's buffer is written again by the next event, as an event's strings may be. */
    private static void putString(UTF8String value, Event event, int slot, Field field) {
        if (value.numBytes() > MAX_DERIVED_BYTES) {
            throw new ExpressionFailure(
                    "the expression of field \"" + field.name() + "\" makes a text of " + value.numBytes()
                            + " bytes; at most " + MAX_DERIVED_BYTES + " are kept",
                    null);
        }
        int from = (int) (value.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
        event.putText(slot, Slice.of((byte[]) value.getBaseObject(), from, from + value.numBytes()));
    }

    private static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }
}
