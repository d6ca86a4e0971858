package tallyroll.expression;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/** Says Spark's findings in one sentence each, as a predicate of the expression. */
final class Wording {
    private Wording() {}

    static ExpressionException of(Exception cause, List<String> fields) {
        if (cause instanceof ParseException parse) {
            if (String.valueOf(parse.getCondition()).endsWith("TOO_COMPLEX")) {
                return new ExpressionException(Analysis.TOO_DEEP);
            }
            return new ExpressionException(
                    "is no SQL expression: " + first(plain(parse.getSimpleMessage())) + place(parse));
        }
        String condition = cause instanceof SparkThrowable spark ? String.valueOf(spark.getCondition()) : "";
        Map<String, String> details = cause instanceof SparkThrowable spark ? spark.getMessageParameters() : Map.of();
        if (condition.startsWith("UNRESOLVED_COLUMN")) {
            String name = bare(details.getOrDefault("objectName", ""));
            return new ExpressionException("names \"" + name + "\", which is not a field; " + suggestion(name, fields)
                    + "fields: " + String.join(", ", fields));
        }
        String text = cause instanceof AnalysisException analysis ? analysis.getSimpleMessage() : cause.getMessage();
        return new ExpressionException("is not valid: " + first(plain(String.valueOf(text))));
    }

    /** Lets through only what {@link AllowedFunctions} names. */
    static void refuseOtherFunctions(Expression parsed) throws ExpressionException {
        if (parsed instanceof UnresolvedFunction call) {
            refuseOther(call.nameParts().mkString("."), call.nameParts().last().toLowerCase(Locale.ROOT));
        }
        if (parsed.getClass().getSimpleName().contains("UnresolvedIdentifier")) {
            throw new ExpressionException("makes the name of a function or field by IDENTIFIER; write the name");
        }
        for (Expression part : CollectionConverters.asJava(parsed.children())) {
            refuseOtherFunctions(part);
        }
    }

    private static void refuseOther(String shown, String name) throws ExpressionException {
        if (AllowedFunctions.contains(name)) {
            return;
        }
        if (!functions().contains(name)) {
            throw new ExpressionException("calls \"" + shown + "\", which is not a function of Spark SQL; "
                    + suggestion(shown, AllowedFunctions.names()) + "only built-in functions can be used");
        }
        Optional<String> refusal = FunctionRefusal.of(name);
        if (refusal.isPresent()) {
            throw new ExpressionException(refusal.get() + "; docs/reference/functions.md lists those that can be used");
        }
    }

    /** {@code did you mean "delay"? } or nothing. */
    private static String suggestion(String seen, Collection<String> known) {
        UTF8String small = UTF8String.fromString(seen.toLowerCase(Locale.ROOT));
        int farthest = Math.max(1, seen.length() / 3);
        Optional<String> nearest = known.stream()
                .min(Comparator.comparingInt(word -> distance(small, word)))
                .filter(word -> distance(small, word) <= farthest);
        return nearest.map(word -> "did you mean \"" + word + "\"? ").orElse("");
    }

    private static int distance(UTF8String small, String word) {
        return small.levenshteinDistance(UTF8String.fromString(word.toLowerCase(Locale.ROOT)));
    }

    private static List<String> functions() {
        return CollectionConverters.asJava(FunctionRegistry.builtin().listFunction()).stream()
                .map(FunctionIdentifier::funcName)
                .sorted()
                .toList();
    }

    /** The first sentence of what Spark says, in small letters: the ones after it are advice about settings that are not for events. */
    static String sentence(String message) {
        String text = first(plain(message));
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end);
    }

    private static String bare(String quoted) {
        return quoted.replace("`", "");
    }

    /** Without the class in front and the state behind: {@code [CLASS] text. SQLSTATE: 42000; line 1 pos 3}. */
    private static String plain(String message) {
        String text = message.replaceFirst("^\\[[A-Z0-9_.]+]\\s*", "").replaceAll("\\s+", " ");
        int state = text.indexOf(" SQLSTATE:");
        text = state < 0 ? text : text.substring(0, state);
        return text.replaceAll("\\.$", "").trim();
    }

    private static String first(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String place(ParseException parse) {
        Object position = parse.start().startPosition().getOrElse(() -> null);
        return position instanceof Integer at ? " (character " + (at + 1) + ")" : "";
    }
}
