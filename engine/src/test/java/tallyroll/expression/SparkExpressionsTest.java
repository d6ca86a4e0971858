package tallyroll.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.ExpressionFailure;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

/** What an expression gives is what {@code SELECT} gives on the same values in a Spark session. */
class SparkExpressionsTest {
    private static final EventSchema READ = FlightEvents.SCHEMA;

    private static SparkSession spark;

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.ansi.enabled", "true")
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boolean         | delay > 15",
                "boolean         | delay > '15'",
                "boolean         | delay between -5 and 40",
                "boolean         | origin in ('SFO', 'OAK', 'SJC') and not cancelled",
                "boolean         | origin in ('ATL','BOS','BWI','CLT','DEN','DFW','DTW','EWR','IAD','IAH','JFK','SFO')",
                "boolean         | origin like 'S%' or origin rlike '^J.K$'",
                "boolean         | cancelled is null or cancelled",
                "boolean         | fare >= 100.005 and delay is not null",
                "boolean         | date >= timestamp '2001-03-25 00:00:00'",
                "boolean         | date >= '2001-03-25' and date < '2001-03-26'",
                "int             | delay + 1",
                "int             | delay * 60000000",
                "int             | distance div delay",
                "int             | hour(date) * 60 + minute(date)",
                "int             | dayofweek(date)",
                "int             | nullif(delay, 0)",
                "int             | coalesce(delay, -1)",
                "int             | case when delay > 15 then 1 when delay > 0 then 0 end",
                "int             | length(origin)",
                "int             | distance",
                "int             | cast(try_divide(distance, 0) as int)",
                "int             | floor(ratio)",
                "int             | null",
                "long            | distance * 1000000",
                "long            | delay",
                "long            | abs(distance) % 7",
                "long            | unix_millis(date)",
                "double          | ratio / delay",
                "double          | round(ratio * 100, 2)",
                "double          | delay",
                "double          | power(ratio, 2) + sqrt(distance)",
                "double          | fare",
                "decimal(12,2)   | fare * 2",
                "decimal(28,8)   | fare + revenue",
                "decimal(30,6)   | revenue",
                "decimal(38,10)  | revenue * 1000",
                "decimal(10,0)   | distance",
                "string          | upper(origin)",
                "string          | concat(origin, '-', coalesce(gate, '?'))",
                "string          | concat_ws('/', origin, gate)",
                "string          | substring(origin, 1, 1)",
                "string          | gate",
                "string          | date_format(date, 'yyyy-MM-dd HH')",
                "string          | cast(delay as string)",
                "string          | split(origin, '')[0]",
                "double          | from_json(concat('{\"a\":{\"b\":', delay, '}}'), 'a struct<b: double>').a.b",
                "string          | get_json_object(concat('{\"a\":\"', origin, '\"}'), '$.a')",
                "string          | filter(array(origin, gate), x -> x is not null)[0]",
                "string          | nvl(gate, origin) || 'x'",
                "string          | if(origin ilike 'sf%', 'bay', 'other') -- where it is",
                "timestamp       | date_trunc('hour', date)",
                "timestamp       | date + interval 90 minutes",
                "timestamp       | to_date(date)",
                "timestamp       | to_timestamp('2001-02-03T04:05:06.789Z')",
                "timestamp       | from_utc_timestamp(date, 'Europe/Berlin')",
                "timestamp       | timestampadd(MONTH, 1, date)",
            })
    void derive_anyExpression_givesWhatSparkGives(String type, String expression) {
        FieldType wanted = FieldType.parse(type).orElseThrow();
        Expressions.Bound bound = shipped(SparkExpressions.of(deriving("derived", wanted, expression), Map.of()))
                .bind();
        String sql = "cast((" + expression + "\n) as " + SparkTypes.of(wanted).sql() + ")";

        List<Object> derived = new ArrayList<>();
        for (List<Object> values : FlightEvents.ROWS) {
            derived.add(derived(bound, values, wanted, expression));
        }
        assertThat(derived).isEqualTo(references(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delay > 15",
                "not cancelled",
                "origin = 'SFO' or delay > 15",
                "delay / distance > 1",
                "cast(gate as int) > 3",
                "null",
            })
    void counts_anyCondition_keepsWhatSparkKeeps(String where) {
        Expressions.Bound bound =
                shipped(SparkExpressions.of(READ, wheres("", where))).bind();

        List<Object> kept = new ArrayList<>();
        for (List<Object> values : FlightEvents.ROWS) {
            Event event = FlightEvents.event(READ, values);
            kept.add(outcome(() -> {
                bound.select(event);
                return event.counts(1);
            }));
            assertThat(event.counts(0)).isTrue();
        }
        assertThat(kept).isEqualTo(references("coalesce((" + where + "), false)"));
    }

    @Test
    void derive_fieldsOfFields_areEvaluatedInOrder() {
        List<Field> fields = new ArrayList<>(READ.fields());
        fields.add(field("late", FieldType.INT, "delay - 15"));
        fields.add(field("city", FieldType.STRING, "lower(origin)"));
        fields.add(field("label", FieldType.STRING, "concat(city, ':', cast(late * 2 as string))"));
        EventSchema schema = new EventSchema(fields);
        Expressions.Bound bound =
                SparkExpressions.of(schema, wheres("label = 'sfo:10'")).bind();
        Event event = FlightEvents.event(schema, FlightEvents.ROWS.get(0));

        bound.derive(event);

        assertThat(event.stringAt(schema.slot("label"))).isEqualTo("sfo:10");
        bound.select(event);
        assertThat(event.counts(0)).isTrue();
    }

    @Test
    void derive_expressionsOfMeasures_areHiddenFields() {
        List<Field> fields = new ArrayList<>(READ.fields());
        fields.add(field("late", FieldType.INT, "delay - 15"));
        fields.add(Field.hidden("late * distance", FieldType.LONG));
        fields.add(Field.hidden("late > 0", FieldType.BOOLEAN));
        fields.add(Field.hidden("origin = 'JFK'", FieldType.BOOLEAN));
        EventSchema schema = new EventSchema(fields);
        Expressions.Bound bound = SparkExpressions.of(schema, Map.of()).bind();
        Event event = FlightEvents.event(schema, FlightEvents.ROWS.get(0));

        bound.derive(event);

        assertThat(event.longAt(schema.slot("late * distance"))).isEqualTo(5 * 2586);
        assertThat(event.longAt(schema.slot("late > 0"))).isEqualTo(1);
        assertThat(event.longAt(schema.slot("origin = 'JFK'"))).isZero();
    }

    @Test
    void derive_conditionOfAMeasureThatFails_namesTheMeasuresExpression() {
        List<Field> fields = new ArrayList<>(READ.fields());
        fields.add(Field.hidden("delay / (delay - delay) > 1", FieldType.BOOLEAN));
        EventSchema schema = new EventSchema(fields);
        Expressions.Bound bound = SparkExpressions.of(schema, Map.of()).bind();

        assertThatThrownBy(() -> bound.derive(FlightEvents.event(schema, FlightEvents.ROWS.get(0))))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessageStartingWith(
                        "the expression \"delay / (delay - delay) > 1\" of a measure has no value for this"
                                + " event: division by zero");
    }

    @Test
    void derive_overflow_failsAndNamesIt() {
        Expressions.Bound bound = SparkExpressions.of(deriving("big", FieldType.INT, "delay * 2000000000"), Map.of())
                .bind();
        Event event =
                FlightEvents.event(deriving("big", FieldType.INT, "delay * 2000000000"), FlightEvents.ROWS.get(0));

        assertThatThrownBy(() -> bound.derive(event))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessage("the expression of field \"big\", \"delay * 2000000000\", has no value for this event:"
                        + " overflow; delay = 20");
    }

    @Test
    void derive_oneOfSeveralFieldsFails_isTheOneThatIsNamed() {
        List<Field> fields = new ArrayList<>(READ.fields());
        fields.add(field("fine", FieldType.INT, "delay + 1"));
        fields.add(field("broken", FieldType.INT, "cast(origin as int)"));
        fields.add(field("after", FieldType.INT, "delay + 2"));
        EventSchema schema = new EventSchema(fields);
        Expressions.Bound bound = SparkExpressions.of(schema, Map.of()).bind();

        assertThatThrownBy(() -> bound.derive(FlightEvents.event(schema, FlightEvents.ROWS.get(0))))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessageStartingWith("the expression of field \"broken\", \"cast(origin as int)\", has no value")
                .hasMessageContaining("origin = \"SFO\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "delay / (delay - delay) > 1 | division by zero",
                "cast(origin as int) > 3 | cannot be cast to \"INT\"",
                "delay * 2000000000 > 3 | overflow",
                "array(1, 2)[delay] > 3 | out of bounds",
                "to_date(origin) > date | origin = \"SFO\"",
            })
    void select_conditionThatFails_namesRollupExpressionReasonAndValues(String where, String reason) {
        Expressions.Bound bound = SparkExpressions.of(READ, wheres("", where)).bind();

        assertThatThrownBy(() -> bound.select(FlightEvents.event(READ, FlightEvents.ROWS.get(0))))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessageStartingWith(
                        "the condition of rollup \"r1\", \"" + where + "\", has no value for this event: ")
                .hasMessageContaining(reason)
                .hasMessageNotContainingAny("SQLSTATE", "ansi", "\n");
    }

    /** A regular expression of nested choices needs a frame for each character. */
    @Test
    void select_longTextThatARegularExpressionCannotBear_failsLikeAnyOther() {
        Expressions.Bound bound =
                SparkExpressions.of(READ, wheres("origin rlike '^(a|b)*$'")).bind();
        Event event = FlightEvents.event(READ, FlightEvents.ROWS.get(0));
        event.putString(READ.slot("origin"), "ab".repeat(200_000));

        assertThatThrownBy(() -> bound.select(event))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessageContaining("it needs more stack than there is");
    }

    private static Map<String, String> wheres(String... conditions) {
        Map<String, String> wheres = new LinkedHashMap<>();
        for (String condition : conditions) {
            wheres.put("r" + wheres.size(), condition);
        }
        return wheres;
    }

    @Test
    void of_faultyDerivedField_namesItAndTheReason() {
        assertThatThrownBy(() -> SparkExpressions.of(deriving("late", FieldType.INT, "dely - 15"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Cannot derive field \"late\": its expression \"dely - 15\" names \"dely\", which is not a"
                                + " field; did you mean \"delay\"?");
    }

    private static EventSchema deriving(String name, FieldType type, String expression) {
        List<Field> fields = new ArrayList<>(READ.fields());
        fields.add(field(name, type, expression));
        return new EventSchema(fields);
    }

    private static Field field(String name, FieldType type, String expression) {
        return new Field(name, type, "", expression, "", "UTC", Missing.NULL, Notation.PLAIN);
    }

    private static Object derived(Expressions.Bound bound, List<Object> values, FieldType type, String expression) {
        EventSchema schema = deriving("derived", type, expression);
        Event event = FlightEvents.event(schema, values);
        return outcome(() -> {
            bound.derive(event);
            return FlightEvents.valueAt(event, schema.slot("derived"));
        });
    }

    /** Spark's values for all events; one by one where it fails for some. */
    private static List<Object> references(String sql) {
        try {
            return select(FlightEvents.ROWS, sql);
        } catch (RuntimeException e) {
            List<Object> each = new ArrayList<>();
            for (List<Object> values : FlightEvents.ROWS) {
                each.add(outcome(() -> select(List.of(values), sql).get(0)));
            }
            return each;
        }
    }

    private static List<Object> select(List<List<Object>> events, String sql) {
        StructType columns = new StructType();
        for (Field field : READ.fields()) {
            columns = columns.add(field.name(), SparkTypes.of(field.type()), true);
        }
        List<Row> rows = new ArrayList<>();
        events.forEach(values -> rows.add(RowFactory.create(values.toArray())));
        List<Object> values = new ArrayList<>();
        for (Row row : spark.createDataFrame(rows, columns).selectExpr(sql).collectAsList()) {
            values.add(FlightEvents.plain(row.get(0)));
        }
        return values;
    }

    /** The value, or that there is none: which of two faulty operands fails first is not promised. */
    private static Object outcome(Callable<Object> code) {
        try {
            return code.call();
        } catch (Exception e) {
            return "fails";
        }
    }

    private static Expressions shipped(Expressions expressions) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(expressions);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (Expressions) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
