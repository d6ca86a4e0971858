package tallyroll.expression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Option;

/** Why a function of Spark SQL is not among {@link AllowedFunctions}: what it can do, where that is worth a sentence. */
final class FunctionRefusal {
    private static final String RANDOM = "is random or depends on where it runs; a recount would give another total";
    private static final String MOMENT = "depends on the moment it is evaluated; a recount would give another total";
    private static final String UNBOUNDED = "can make a text or list of any length out of a short one";
    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    static {
        because(
                RANDOM,
                "rand randn random randstr uniform uuid shuffle monotonically_increasing_id spark_partition_id"
                        + " input_file_name input_file_block_start input_file_block_length current_user user session_user"
                        + " current_catalog current_database current_schema current_path version current_timezone");
        because(MOMENT, "now current_date curdate current_time current_timestamp localtimestamp");
        because(
                UNBOUNDED,
                "repeat array_repeat sequence array_insert format_string printf format_number transform aggregate reduce"
                        + " flatten array_sort zip_with map_zip_with transform_keys transform_values");
        because("calls any Java method", "reflect java_method try_reflect");
        because(
                "can read files and the network",
                "xpath xpath_boolean xpath_double xpath_float xpath_int xpath_long xpath_number xpath_short xpath_string"
                        + " from_xml schema_of_xml");
        because("fails on purpose", "assert_true raise_error");
    }

    private FunctionRefusal() {}

    /** Empty where the analysis has a better sentence: what aggregates, or makes several rows of one. */
    static Optional<String> of(String name) {
        String reason = REASONS.get(name);
        if (reason != null) {
            return Optional.of("calls \"" + name + "\", which " + reason);
        }
        Option<ExpressionInfo> info = FunctionRegistry.builtin().lookupFunction(new FunctionIdentifier(name));
        String group = info.isEmpty() ? "" : info.get().getGroup();
        boolean several =
                List.of("agg_funcs", "generator_funcs", "window_funcs").contains(group);
        return several
                ? Optional.empty()
                : Optional.of("calls \"" + name + "\", which is not among the functions that an expression may call");
    }

    private static void because(String reason, String names) {
        for (String name : names.split(" ")) {
            REASONS.put(name, reason);
        }
    }
}
