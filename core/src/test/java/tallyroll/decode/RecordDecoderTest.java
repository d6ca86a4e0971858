package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.ExpressionFailure;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Identity;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

class RecordDecoderTest {
    private static final Field ID = Field.of("id", FieldType.STRING);
    private static final Field TIME = Field.of("time", FieldType.TIMESTAMP);
    private static final Field DELAY = Field.of("delay", FieldType.INT);
    private static final String GOOD = "{\"id\":\"a\",\"time\":\"2001-01-05T06:20:00Z\",\"delay\":12}";

    private Event event;

    @Test
    void decode_goodRecord_fillsFieldsTimeAndIdentity() {
        assertThat(decode(spec(List.of("id"), ID, TIME, DELAY), GOOD)).isEqualTo(Decoding.OK);

        assertThat(event.stringAt(0)).isEqualTo("a");
        assertThat(event.longAt(2)).isEqualTo(12);
        assertThat(event.timeMicros()).isEqualTo(978_675_600_000_000L);
        assertThat(event.identityHigh()).isNotZero();
    }

    @Test
    void decode_tooLong_isRejectedUnread() {
        Decoding decoding = decode(spec(List.of("id"), ID, TIME), "{\"id\":\"" + "x".repeat(2_000) + "\"}");

        assertThat(decoding.code()).isEqualTo("too-long");
        assertThat(decoding.reason())
                .startsWith("the record has 2009 bytes; at most 1000 are accepted: {\"id\":\"xxx")
                .hasSizeLessThan(160);
    }

    @Test
    void decode_missingTime_isRejected() {
        assertThat(decode(spec(List.of("id"), ID, TIME), "{\"id\":\"a\"}"))
                .isEqualTo(new Decoding(
                        "missing-field",
                        "field \"time\" is missing or null; it is the event time, which every event needs"));
    }

    @Test
    void decode_nullId_isRejected() {
        assertThat(decode(spec(List.of("id"), ID, TIME), "{\"id\":null,\"time\":\"2001-01-05\"}")
                        .reason())
                .isEqualTo(
                        "field \"id\" is missing or null; it is part of the id, which every event of this pipeline needs");
    }

    @Test
    void decode_missingFieldThatRejects_isRejected() {
        Field strict = new Field("delay", FieldType.INT, "delay", "", "", "UTC", Missing.REJECT, Notation.PLAIN);

        assertThat(decode(spec(List.of("id"), ID, TIME, strict), "{\"id\":\"a\",\"time\":\"2001-01-05\"}")
                        .code())
                .isEqualTo("missing-field");
    }

    @Test
    void construct_defaultOfWrongType_isRefused() {
        Field faulty =
                new Field("delay", FieldType.INT, "delay", "", "", "UTC", Missing.defaultTo("late"), Notation.PLAIN);

        assertThatThrownBy(() -> decode(spec(List.of("id"), ID, TIME, faulty), GOOD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the default cannot be read: field \"delay\": late is not a number");
    }

    @Test
    void decode_missingFieldWithDefault_isTheDefault() {
        Field text =
                new Field("text", FieldType.STRING, "text", "", "", "UTC", Missing.defaultTo("none"), Notation.PLAIN);
        Field empty =
                new Field("empty", FieldType.STRING, "empty", "", "", "UTC", Missing.defaultTo(""), Notation.PLAIN);
        Field price = new Field(
                "price", FieldType.decimal(5, 2), "price", "", "", "UTC", Missing.defaultTo("1.50"), Notation.PLAIN);
        Field sum = new Field(
                "sum", FieldType.decimal(30, 2), "sum", "", "", "UTC", Missing.defaultTo("2.5"), Notation.PLAIN);
        Field time = new Field(
                "time", FieldType.TIMESTAMP, "time", "", "", "UTC", Missing.defaultTo("2001-01-05"), Notation.PLAIN);

        assertThat(decode(spec(List.of(), text, empty, price, sum, time), "{\"text\":null}"))
                .isEqualTo(Decoding.OK);

        assertThat(List.of(event.stringAt(0), event.stringAt(1))).containsExactly("none", "");
        assertThat(List.of(event.decimalAt(2), event.decimalAt(3)))
                .containsExactly(new BigDecimal("1.50"), new BigDecimal("2.50"));
        assertThat(event.timeMicros()).isEqualTo(978_652_800_000_000L);
    }

    @Test
    void decode_derivedFields_seeDefaultsAndAreCutToMillis() {
        Field delay = new Field("delay", FieldType.INT, "delay", "", "", "UTC", Missing.defaultTo("3"), Notation.PLAIN);
        Field derived =
                new Field("late", FieldType.TIMESTAMP, "", "time + delay", "", "UTC", Missing.NULL, Notation.PLAIN);
        EventSpec spec = spec(List.of(), TIME, delay, derived);

        assertThat(decode(spec, "{\"time\":\"1969-12-31\"}", into -> into.putLong(2, into.longAt(0) + into.longAt(1))))
                .isEqualTo(Decoding.OK);

        assertThat(event.longAt(2)).isEqualTo(-86_400_000_000L);
    }

    @Test
    void decode_expressionThatThrows_isRejected() {
        Field derived = new Field("speed", FieldType.INT, "", "distance / 0", "", "UTC", Missing.NULL, Notation.PLAIN);

        Decoding decoding = decode(spec(List.of(), TIME, derived), "{\"time\":\"2001-01-05\"}", into -> {
            throw new ExpressionFailure("the expression of field \"speed\" has no value", null);
        });

        assertThat(decoding)
                .isEqualTo(new Decoding("expression-failed", "the expression of field \"speed\" has no value"));
    }

    @Test
    void decode_derivedFieldThatMustNotBeMissing_isRejected() {
        Field derived =
                new Field("speed", FieldType.INT, "", "distance / time", "", "UTC", Missing.REJECT, Notation.PLAIN);

        assertThat(decode(spec(List.of(), TIME, derived), "{\"time\":\"2001-01-05\"}")
                        .code())
                .isEqualTo("missing-field");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "string        | \"7\"    | 7",
                "int           | 7        | 7",
                "long          | -7       | -7",
                "long          | -9223372036854775808 | -9223372036854775808",
                "long          | 1000000000000000000  | 1000000000000000000",
                "long          | 0        | 0",
                "double        | 7.0      | 7",
                "double        | 0.5      | 0x3fe0000000000000",
                "decimal(9,2)  | 7.00     | 7",
                "decimal(9,2)  | 100      | 100",
                "decimal(30,2) | \"7.50\" | 7.5",
                "boolean       | true     | true",
                "timestamp     | \"1970-01-01T00:00:01Z\" | 1000000",
                "string        | \"\"     | ``",
                "string        | \"\\u00e9\" | é",
            })
    void decode_idOfOneField_isItsCanonicalText(String type, String value, String canonical) {
        Field id = Field.of("id", FieldType.parse(type).orElseThrow());

        assertThat(decode(spec(List.of("id"), id, TIME), "{\"time\":\"2001-01-05\",\"id\":" + value + "}"))
                .isEqualTo(Decoding.OK);

        assertThat(identity()).isEqualTo(identityOf(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void decode_idOfSeveralFields_isTheirLengthsAndTexts() {
        EventSpec spec = spec(List.of("id", "delay"), ID, TIME, DELAY);

        decode(spec, "{\"id\":\"ab\",\"time\":\"2001-01-05\",\"delay\":12}");
        assertThat(identity()).isEqualTo(identityOf(new byte[] {2, 'a', 'b', 2, '1', '2'}));
    }

    @Test
    void decode_withoutId_isItsPosition() {
        decode(spec(List.of(), TIME), "{\"time\":\"2001-01-05\"}");
        String decoded = identity();
        Identity.ofPosition(Identity.sourceSeed("flights"), 3, 42, event);

        assertThat(identity()).isEqualTo(decoded);
    }

    /** A replaced source brings the same ids, and other positions. */
    @Test
    void decode_laterIncarnationOfTheSource_keepsIdsAndNoPositions() {
        assertThat(identityFrom("flights~2", List.of("id"))).isEqualTo(identityFrom("flights", List.of("id")));
        assertThat(identityFrom("flights~2", List.of()))
                .isNotEqualTo(identityFrom("flights", List.of()))
                .isNotEqualTo(identityFrom("flights~3", List.of()));
    }

    @Test
    void decode_sameIdInTwoTopics_isTwoEvents() {
        assertThat(identityFrom("charters", List.of("id"))).isNotEqualTo(identityFrom("flights", List.of("id")));
    }

    private String identityFrom(String source, List<String> ids) {
        EventSpec spec = spec(ids, ID, TIME, DELAY);
        event = new Event(spec.schema());
        RecordDecoder decoder = new RecordDecoder(spec, source, Expressions.NONE.bind());
        assertThat(decoder.decode(Slice.of(GOOD.getBytes(StandardCharsets.UTF_8)), 3, 42, event)
                        .ok())
                .isTrue();
        return identity();
    }

    @Test
    void decode_randomBytes_neverThrows() {
        SplittableRandom random = new SplittableRandom(51);
        EventSpec spec = spec(List.of("id"), ID, TIME, DELAY);
        RecordDecoder decoder = new RecordDecoder(spec, "flights", Expressions.NONE.bind());
        Event into = new Event(spec.schema());
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100_000; i++) {
            byte[] raw = good.clone();
            for (int damage = random.nextInt(6); damage > 0; damage--) {
                raw[random.nextInt(raw.length)] = (byte) random.nextInt(256);
            }
            assertThat(decoder.decode(Slice.of(raw, 0, random.nextInt(raw.length + 1)), 0, 0, into))
                    .isNotNull();
        }
    }

    private String identity() {
        return event.identityHigh() + " " + event.identityLow();
    }

    private String identityOf(byte[] id) {
        Identity.ofId(Identity.sourceSeed("flights"), Slice.of(id), event);
        return identity();
    }

    private static EventSpec spec(List<String> ids, Field... fields) {
        EventSchema schema = new EventSchema(List.of(fields));
        return new EventSpec(
                EventSpec.Format.JSON,
                EventSpec.Csv.NONE,
                schema,
                ids,
                "time",
                EventSpec.Duplicates.FIRST,
                "",
                1_000,
                EventSpec.Framing.PLAIN);
    }

    private Decoding decode(EventSpec spec, String record) {
        return decode(spec, record, into -> {});
    }

    private Decoding decode(EventSpec spec, String record, Consumer<Event> expression) {
        event = new Event(spec.schema());
        byte[] raw = record.getBytes(StandardCharsets.UTF_8);
        Expressions.Bound bound = new Expressions.Bound() {
            @Override
            public void derive(Event into) {
                expression.accept(into);
            }

            @Override
            public void select(Event into) {
                // every rollup counts it
            }
        };
        return new RecordDecoder(spec, "flights", bound).decode(Slice.of(raw), 3, 42, event);
    }
}
