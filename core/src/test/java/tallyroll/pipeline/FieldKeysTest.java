package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

/** The keys of a field in {@code event.fields}. */
class FieldKeysTest {
    @Test
    void field_onlyItsType_hasDefaults() {
        assertThat(delay("delay: int"))
                .isEqualTo(new Field("delay", FieldType.INT, "delay", "", "", "UTC", Missing.NULL, Notation.PLAIN));
    }

    @Test
    void field_everyKey_isRead() {
        assertThat(
                        delay(
                                "delay: {type: timestamp, path: a.b.c, pattern: yyyy-MM-dd, zone: Asia/Kolkata, missing: reject}"))
                .isEqualTo(new Field(
                        "delay",
                        FieldType.TIMESTAMP,
                        "a.b.c",
                        "",
                        "yyyy-MM-dd",
                        "Asia/Kolkata",
                        Missing.REJECT,
                        Notation.PLAIN));
        assertThat(delay("delay: {type: timestamp, pattern: [epoch_nanos, yyyy-MM-dd]}")
                        .patterns())
                .containsExactly("epoch_nanos", "yyyy-MM-dd");
        assertThat(delay("delay: {type: int, required: true}").missing()).isEqualTo(Missing.REJECT);
        assertThat(delay("delay: {type: int, missing: null}").missing()).isEqualTo(Missing.NULL);
        assertThat(delay("delay: {type: int, missing: {default: -7}}").missing())
                .isEqualTo(Missing.defaultTo("-7"));
        assertThat(Edited.pipeline("origin: string", "origin: {type: string, missing: skip-rollup}")
                        .event()
                        .schema()
                        .field(1)
                        .missing())
                .isEqualTo(Missing.SKIP_ROLLUP);
        assertThat(delay("delay: {type: long, expr: \"greatest(arrDelay, 0)\"}"))
                .isEqualTo(new Field(
                        "delay", FieldType.LONG, "", "greatest(arrDelay, 0)", "", "UTC", Missing.NULL, Notation.PLAIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"string", "boolean", "int", "long", "double", "decimal(38,38)", "decimal(1,0)", "timestamp"})
    void field_everyType_isRead(String type) {
        String measured = Edited.RIGHT.replace("sum(delay)", "count");
        Pipeline pipeline = Definition.parse(
                measured.replace("delay: int", "delay: \"" + type + "\""), "flights.yaml", Edited.ENVIRONMENT);

        assertThat(pipeline.event().schema().field(2).type()).hasToString(type);
    }

    @Test
    void field_usedByAGroup_isRejectedWhereItIsMissing() {
        assertThat(Edited.pipeline("by: [origin]", "by: [origin, fare]")
                        .event()
                        .schema()
                        .fields())
                .filteredOn(field -> field.missing().equals(Missing.REJECT))
                .extracting(Field::name)
                .containsExactly("id", "origin", "fare", "date");
    }

    private static Field delay(String declaration) {
        Pipeline pipeline = Definition.parse(
                Edited.RIGHT.replace("sum(delay)", "count").replace("delay: int", declaration),
                "flights.yaml",
                Edited.ENVIRONMENT);
        return pipeline.event().schema().field(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    delay: int | delay: integer | 8: event.fields.delay: "integer": is not a type; Types: string, boolean, int, long, double, decimal(p,s), timestamp
                    delay: int | delay: {path: late} | 8: event.fields.delay: needs the key "type": string, boolean, int, long, double, decimal(precision,scale) or timestamp
                    delay: int | delay: "decimal(40,2)" | 8: event.fields.delay: "decimal(40,2)": is not a decimal type: precision is 1 to 38 and scale 0 to precision; such as decimal(12,2)
                    delay: int | delay: {type: int, pattern: "yyyy"} | 8: event.fields.delay.pattern: has no meaning for a field of type int; remove it
                    delay: int | delay: {type: int, expr: "1 + 1", path: late, zone: UTC} | 8: event.fields.delay.path: has no meaning for a field that is derived by expr; remove one of them ¶ 8: event.fields.delay.zone: has no meaning for a field of type int; remove it ¶ 8: event.fields.delay.zone: has no meaning for a field that is derived by expr; remove one of them
                    delay: int | delay: {type: int, expr: " "} | 8: event.fields.delay.expr: " ": is empty; write a Spark SQL expression
                    delay: int | delay: {type: int, path: "a..b"} | 8: event.fields.delay.path: "a..b": is not a path (names separated by dots, such as flight.carrier.code)
                    delay: int | delay: {type: int, missing: ignore} | 8: event.fields.delay.missing: "ignore": is none of reject, null, skip-rollup, {default: …}
                    delay: int | delay: {type: int, missing: {default: none}} | 8: event.fields.delay.missing.default: "none": is not a value of type int
                    delay: int | delay: int, seen: {type: timestamp, pattern: "yyyy/MM/dd", missing: {default: 2001-01-05}} | 8: event.fields.seen.missing.default: "2001-01-05": is not a value of type timestamp
                    delay: int | delay: int, seen: {type: timestamp, missing: {default: 2001-02-30}} | 8: event.fields.seen.missing.default: "2001-02-30": is not a value of type timestamp
                    delay: int | delay: {type: int, missing: {}} | 8: event.fields.delay.missing: needs the key "default": the value read in its place
                    delay: int | delay: {type: int, missing: null, required: true} | 8: event.fields.delay.required: repeats what missing says; remove one of them
                    delay: int | delay: {type: int, required: yes} | 8: event.fields.delay.required: "yes": is none of true, false
                    delay: int | delay: {type: int, expr: "1", missing: {default: 1}} | 8: event.fields.delay.missing.default: "1": a derived field takes no default; use coalesce in the expression
                    delay: int | Origin: string, delay: int | 8: event.fields.Origin: differs from the field "origin" by case only, which SQL does not tell apart; rename one and give its path
                    delay: int | delay: int, 2nd: int | 8: event.fields.2nd: "2nd": is not a valid field name (a letter or _, then letters, digits and _; at most 48 characters)
                    delay: int | delay: {type: timestamp, zone: Mars/Olympus} | 8: event.fields.delay.zone: "Mars/Olympus": there is not a time zone of that name; an IANA id is needed, such as Europe/Berlin ¶ 19: rollups.delays.measures.delay: "sum(delay)": cannot tally sum(delay): field "delay" is timestamp, and sum reads int, long, double, decimal
                    delay: int | delay: int, delay: long | 8: event.fields.delay: the key "delay" appears a second time here, first on line 8; keep one of them
                    delay: int | delay: {tpye: int} | 8: event.fields.delay: needs the key "type": string, boolean, int, long, double, decimal(precision,scale) or timestamp ¶ 8: event.fields.delay.tpye: there is no key "tpye" here; did you mean "type"? Keys: type, path, pattern, zone, expr, missing, required, strict, nulls, numbers, booleans
                    origin: string | origin: {type: string, missing: null} | 8: event.fields.origin.missing: "null": the field is a group field of the rollup "delays" and cannot be null; write reject, skip-rollup or {default: …}
                    delay: int | delay: {type: int, missing: skip-rollup} | 8: event.fields.delay.missing: "skip-rollup": has no meaning here: no rollup groups by the field; write null, or remove the key
                    {id: string, | {id: {type: string, missing: skip-rollup}, | 8: event.fields.id.missing: "skip-rollup": the field is the id and cannot be null; write reject or {default: …}
                    "decimal(12,2)" | {type: "decimal(4,2)", missing: {default: 100.00}} | 8: event.fields.fare.missing.default: "100.00": is not a value of type decimal(4,2)
                    """)
    void field_badValue_isAFaultWithItsText(String from, String to, String faults) {
        assertThat(Edited.faults(from, to)).isEqualTo(faults.replace(" ¶ ", "\n"));
    }
}
