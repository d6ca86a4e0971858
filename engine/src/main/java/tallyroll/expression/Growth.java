package tallyroll.expression;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.ArrayJoin;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.ConcatWs;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.Hex;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.RegExpExtractBase;
import org.apache.spark.sql.catalyst.expressions.RegExpInStr;
import org.apache.spark.sql.catalyst.expressions.RegExpReplace;
import org.apache.spark.sql.catalyst.expressions.StringLPad;
import org.apache.spark.sql.catalyst.expressions.StringRPad;
import org.apache.spark.sql.catalyst.expressions.StringReplace;
import org.apache.spark.sql.catalyst.expressions.StringSpace;
import org.apache.spark.sql.catalyst.expressions.StringSplit;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How many times the text of its event an expression may hold in memory, found before it is ever evaluated. What decides by how much a
 * text grows, a replacement, a separator, a length, must be constant; then the growth of the whole is a sum and product over the tree.
 */
final class Growth {
    static final int MAX_TIMES = 64;
    static final int MAX_LENGTH = 10_000;

    private double most;

    private Growth() {}

    /** Refuses what may grow too far. */
    static void check(Expression expression) throws ExpressionException {
        Growth growth = new Growth();
        growth.of(expression);
        if (growth.most > MAX_TIMES) {
            throw new ExpressionException("may make a text more than " + MAX_TIMES + " times as long as its event");
        }
    }

    private double of(Expression part) throws ExpressionException {
        constants(part);
        double sum = 0;
        double max = 0;
        for (Expression child : children(part)) {
            double one = of(child);
            sum += one;
            max = Math.max(max, one);
        }
        double grown = grown(part, sum, max);
        most = Math.max(most, grown);
        return grown;
    }

    private static double grown(Expression part, double sum, double max) {
        if (part instanceof Attribute) {
            return holds(part.dataType()) ? 1 : 0;
        }
        if (part.foldable() || !holds(part.dataType())) {
            return 0;
        }
        if (part instanceof If || part instanceof CaseWhen || part instanceof Coalesce || either(part)) {
            return max;
        }
        if (part instanceof StringReplace replace) {
            return sum * Math.max(1, length(replace.replaceExpr()));
        }
        if (part instanceof RegExpReplace replace) {
            return sum * Math.max(1, length(replace.rep()));
        }
        if (part instanceof ArrayJoin join) {
            return sum * (1 + length(join.delimiter()));
        }
        if (part instanceof ConcatWs) {
            return sum * (1 + length(children(part).get(0)));
        }
        return part instanceof Hex ? 2 * sum : sum;
    }

    private static boolean either(Expression part) {
        return part instanceof Greatest || part instanceof Least;
    }

    /** What must be known before an event is. */
    private static void constants(Expression part) throws ExpressionException {
        if (part instanceof RLike match) {
            constant(match.right(), "the pattern of rlike");
        } else if (part instanceof Like match) {
            constant(match.right(), "the pattern of like");
        } else if (part instanceof RegExpExtractBase extract) {
            constant(extract.regexp(), "the pattern of a regexp function");
        } else if (part instanceof RegExpInStr find) {
            constant(find.regexp(), "the pattern of a regexp function");
        } else if (part instanceof RegExpReplace replace) {
            constant(replace.regexp(), "the pattern of regexp_replace");
            constant(replace.rep(), "the replacement of regexp_replace");
        } else if (part instanceof StringSplit split) {
            constant(split.regex(), "the pattern of split");
        } else if (part instanceof StringReplace replace) {
            constant(replace.replaceExpr(), "the replacement of replace");
        } else if (part instanceof ArrayJoin join) {
            constant(join.delimiter(), "the separator of array_join");
        } else if (part instanceof ConcatWs) {
            constant(children(part).get(0), "the separator of concat_ws");
        } else if (part instanceof StringLPad pad) {
            constantLength(pad.len(), "lpad");
        } else if (part instanceof StringRPad pad) {
            constantLength(pad.len(), "rpad");
        } else if (part instanceof StringSpace space) {
            constantLength(space.child(), "space");
        }
    }

    private static void constant(Expression part, String what) throws ExpressionException {
        if (!part.foldable()) {
            throw new ExpressionException("needs a constant as " + what + ", not a value of the event");
        }
    }

    private static void constantLength(Expression length, String function) throws ExpressionException {
        constant(length, "the length of " + function);
        Object value = length.eval(null);
        if (value instanceof Number number && number.longValue() > MAX_LENGTH) {
            throw new ExpressionException(
                    "asks " + function + " for " + number + " characters; at most " + MAX_LENGTH + " can be had");
        }
    }

    private static int length(Expression constant) {
        Object value = constant.eval(null);
        return value == null ? 0 : value.toString().length();
    }

    private static boolean holds(DataType type) {
        return type instanceof StringType
                || type instanceof BinaryType
                || type instanceof ArrayType
                || type instanceof MapType
                || type instanceof StructType;
    }

    private static List<Expression> children(Expression part) {
        return CollectionConverters.asJava(part.children());
    }
}
