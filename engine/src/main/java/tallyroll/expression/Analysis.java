package tallyroll.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.LikeSimplification$;
import org.apache.spark.sql.catalyst.optimizer.OptimizeIn$;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.optimizer.RewriteWithExpression$;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.TreePattern$;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

/** Makes SQL text an expression over the fields of one schema, or says what is wrong with it. */
final class Analysis {
    /** What every expression means, on every machine: a session's own settings must not change totals. */
    private static final SQLConf CONF = new SQLConf();

    private static final int MAX_LENGTH = 20_000;
    /** Tasks have smaller stacks than a driver, and compiling an expression takes several frames a level. */
    private static final int MAX_DEPTH = 200;

    static final String TOO_DEEP = "is nested more than " + MAX_DEPTH + " levels deep; derive fields, and use those";

    static {
        CONF.setConfString("spark.sql.ansi.enabled", "true");
        CONF.setConfString("spark.sql.session.timeZone", "UTC");
        CONF.setConfString("spark.sql.caseSensitive", "false");
        // Common subexpressions would otherwise need a plan of their own; generated code finds them again.
        CONF.setConfString("spark.sql.alwaysInlineCommonExpr", "true");
    }

    private final EventSchema schema;
    private final List<Attribute> attributes = new ArrayList<>();
    private final Analyzer analyzer;

    Analysis(EventSchema schema) {
        this.schema = schema;
        StructType type = new StructType();
        for (Field field : schema.fields()) {
            type = type.add(field.name(), SparkTypes.of(field.type()), true);
        }
        StructType all = type;
        attributes.addAll(CollectionConverters.asJava(DataTypeUtils.toAttributes(all)));
        analyzer = meant(() -> new Analyzer(new SessionCatalog(
                new InMemoryCatalog(new SparkConf(false), new Configuration(false)), FunctionRegistry.builtin())));
    }

    /** Runs code that reads Spark's settings under ours. */
    static <T> T meant(scala.Function0<T> code) {
        return SQLConf.withExistingConf(CONF, code);
    }

    /** All fields' attributes; an attribute's place is its field's slot. */
    List<Attribute> attributes() {
        return List.copyOf(attributes);
    }

    /** A condition over all fields. */
    Expression condition(String text) throws ExpressionException {
        Expression condition = analyse(text, Analysis::named);
        boolean fits = condition.dataType() instanceof BooleanType || condition.dataType() instanceof NullType;
        if (!fits) {
            throw new ExpressionException("gives " + condition.dataType().sql().toLowerCase(Locale.ROOT)
                    + ", where a condition gives boolean; write a comparison");
        }
        return cast(condition, text, FieldType.BOOLEAN, Analysis::named);
    }

    /** Spark's type of a value over all fields. */
    DataType type(String text) throws ExpressionException {
        return analyse(text, Analysis::named).dataType();
    }

    /** What an expression may name. */
    private static boolean named(Field field) {
        return !field.hidden();
    }

    /** A value of that type over the visible fields. */
    Expression value(String text, FieldType wanted, Predicate<Field> visible) throws ExpressionException {
        Expression value = analyse(text, visible);
        if (!SparkTypes.castable(value.dataType(), wanted)) {
            throw new ExpressionException("gives " + value.dataType().sql().toLowerCase(Locale.ROOT) + ", which is not "
                    + wanted + " without loss; declare the field so, or write cast(… as " + sql(wanted) + ")");
        }
        return cast(value, text, wanted, visible);
    }

    private Expression cast(Expression value, String text, FieldType wanted, Predicate<Field> visible)
            throws ExpressionException {
        if (value.dataType().equals(SparkTypes.of(wanted))) {
            return value;
        }
        // The line feed ends a comment that the text may end in.
        return analyse("cast((" + text + "\n) as " + sql(wanted) + ")", visible);
    }

    private static String sql(FieldType type) {
        return SparkTypes.of(type).sql().toLowerCase(Locale.ROOT);
    }

    private Expression analyse(String text, Predicate<Field> visible) throws ExpressionException {
        Object result = meant(() -> {
            try {
                return resolve(text, visible);
            } catch (ExpressionException e) {
                return e;
            } catch (StackOverflowError tooDeep) {
                return new ExpressionException(TOO_DEEP);
            } catch (OutOfMemoryError tooMuch) {
                return new ExpressionException("needs more memory to be judged than there is");
            }
        });
        if (result instanceof ExpressionException fault) {
            throw fault;
        }
        return (Expression) result;
    }

    private Expression resolve(String text, Predicate<Field> visible) throws ExpressionException {
        List<Attribute> seen = new ArrayList<>();
        for (int slot = 0; slot < attributes.size(); slot++) {
            if (visible.test(schema.field(slot))) {
                seen.add(attributes.get(slot));
            }
        }
        if (text.length() > MAX_LENGTH) {
            throw new ExpressionException("is " + text.length() + " characters long; at most " + MAX_LENGTH
                    + " are read; derive fields, and use those");
        }
        Expression parsed = parse(text);
        if (depth(parsed) > MAX_DEPTH) {
            throw new ExpressionException(TOO_DEEP);
        }
        refuse(
                parsed,
                part -> part instanceof SubqueryExpression,
                "holds a subquery; an expression sees one event alone");
        Wording.refuseOtherFunctions(parsed);
        LogicalPlan plan = project(parsed, seen);
        try {
            LogicalPlan analyzed = analyzer.execute(plan);
            analyzer.checkAnalysis(analyzed);
            Expression found = single(analyzed);
            refuse(
                    found,
                    Analysis::momentary,
                    "depends on the moment it is evaluated; a recount would give another total");
            if (!found.deterministic()) {
                throw new ExpressionException(
                        "is random or depends on where it runs; a recount would give another total");
            }
            Growth.check(found);
            return evaluable(analyzed);
        } catch (Exception e) {
            throw e instanceof ExpressionException ours ? ours : Wording.of(e, names(seen));
        }
    }

    private static int depth(Expression part) {
        int deepest = 0;
        for (Expression child : CollectionConverters.asJava(part.children())) {
            deepest = Math.max(deepest, depth(child));
        }
        return deepest + 1;
    }

    private static Expression parse(String text) throws ExpressionException {
        try {
            return CatalystSqlParser$.MODULE$.parseExpression(text);
        } catch (Exception e) {
            throw Wording.of(e, List.of());
        }
    }

    private static LogicalPlan project(Expression parsed, List<Attribute> seen) {
        Option<Metadata> noMetadata = Option.empty();
        Seq<String> none = CollectionConverters.asScala(List.<String>of()).toSeq();
        NamedExpression named = new Alias(parsed, "value", NamedExpression.newExprId(), none, noMetadata, none);
        LocalRelation events = new LocalRelation(
                CollectionConverters.asScala(seen).toSeq(),
                LocalRelation.apply$default$2(),
                false,
                LocalRelation.apply$default$4());
        return new Project(CollectionConverters.asScala(List.of(named)).toSeq(), events);
    }

    /** What optimisation is needed for evaluation, and what is worth it for each event. */
    private static Expression evaluable(LogicalPlan analyzed) throws ExpressionException {
        LogicalPlan plan = ReplaceExpressions$.MODULE$.apply(analyzed);
        plan = RewriteWithExpression$.MODULE$.apply(plan);
        plan = ConstantFolding$.MODULE$.apply(plan);
        plan = OptimizeIn$.MODULE$.apply(plan);
        plan = LikeSimplification$.MODULE$.apply(plan);
        Expression found = single(plan);
        refuse(
                found,
                part -> part instanceof Unevaluable && !(part instanceof Attribute),
                "uses a function that has no value for a single event");
        return found;
    }

    private static Expression single(LogicalPlan plan) throws ExpressionException {
        if (plan instanceof Project project
                && project.child() instanceof LocalRelation
                && project.projectList().size() == 1) {
            NamedExpression only = project.projectList().head();
            return only instanceof Alias alias ? alias.child() : (Expression) only;
        }
        throw new ExpressionException("aggregates, or gives several rows; an expression gives one value for one event");
    }

    private static boolean momentary(Expression part) {
        return part.containsPattern(TreePattern$.MODULE$.CURRENT_LIKE());
    }

    private static void refuse(Expression in, Predicate<Expression> what, String rule) throws ExpressionException {
        if (in.exists(what::test)) {
            throw new ExpressionException(rule);
        }
    }

    private static List<String> names(List<Attribute> attributes) {
        return attributes.stream().map(NamedExpression::name).toList();
    }
}
