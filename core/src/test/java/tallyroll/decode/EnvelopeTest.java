package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventEnvelope;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Explode;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.event.Payload;

/** Records as CloudEvents' and Debezium's own libraries write them, and as Maxwell's documentation shows them. */
class EnvelopeTest {
    private static final EventSpec DEBEZIUM = spec(
            EventEnvelope.DEBEZIUM,
            List.of("order_id"),
            "lsn",
            field("order_id", FieldType.LONG, "order_id"),
            field("at", FieldType.TIMESTAMP, "created_at", "epoch_micros"),
            field("amount", FieldType.decimal(9, 2), "amount"),
            field("was", FieldType.decimal(9, 2), "envelope.before.amount"),
            field("lsn", FieldType.LONG, "envelope.source.lsn"),
            field("op", FieldType.STRING, "envelope.op"));
    private static final EventSpec MAXWELL = spec(
            EventEnvelope.MAXWELL,
            List.of("id"),
            "xid",
            field("id", FieldType.INT, "id"),
            field("at", FieldType.TIMESTAMP, "c", "yyyy-MM-dd HH:mm:ss.SSSSSS"),
            field("m", FieldType.DOUBLE, "m"),
            field("xid", FieldType.LONG, "envelope.xid"),
            field("was", FieldType.DOUBLE, "envelope.old.m"));
    private static final EventSpec CLOUDEVENTS = spec(
            EventEnvelope.CLOUDEVENTS,
            List.of("source", "id"),
            "",
            field("source", FieldType.STRING, "envelope.source"),
            field("id", FieldType.STRING, "envelope.id"),
            field("at", FieldType.TIMESTAMP, "envelope.time"),
            field("amount", FieldType.decimal(9, 2), "order.amount"),
            field("key", FieldType.STRING, "envelope.partitionkey"),
            field("items", FieldType.INT, "items"));

    private static final Slice DATA = Slice.of("{\"order\":{\"amount\":\"12.50\",\"currency\":\"EUR\"},\"items\":2}");

    private Event event;

    @ParameterizedTest
    @CsvSource({
        "debezium-create.json, c, 12.50, , false",
        "debezium-create-schema.json, c, 12.50, , false",
        "debezium-read.json, r, 12.50, , false",
        "debezium-update.json, u, 9.99, 12.50, false",
        "debezium-update-schema.json, u, 9.99, 12.50, false",
        "debezium-update-default-identity.json, u, 9.99, , false",
        "debezium-delete.json, d, 9.99, 9.99, true",
        "debezium-delete-schema.json, d, 9.99, 9.99, true"
    })
    void debezium_changeOfARow_isTheImageThatCounts(
            String file, String op, String amount, String was, boolean deletion) {
        assertThat(decode(DEBEZIUM, golden(file))).isEqualTo(Decoding.OK);

        assertThat(event.longAt(0)).isEqualTo(7);
        assertThat(event.timeMicros()).isEqualTo(1_714_558_020_000_000L);
        assertThat(event.decimalAt(2)).isEqualTo(amount);
        assertThat(event.isNull(3) ? null : event.decimalAt(3).toString()).isEqualTo(was);
        assertThat(event.longAt(4)).isBetween(24_023_000L, 24_023_384L);
        assertThat(event.stringAt(5)).isEqualTo(op);
        assertThat(event.isDeletion()).isEqualTo(deletion);
    }

    @Test
    void debezium_shapesInTurn_areBothRead() {
        RecordDecoder decoder = new RecordDecoder(DEBEZIUM, "orders", Expressions.NONE.bind());
        Event into = new Event(DEBEZIUM.schema());
        for (String shape : List.of("", "-schema", "", "", "-schema", "-schema")) {
            for (String op : List.of("create", "delete", "update")) {
                byte[] raw = golden("debezium-" + op + shape + ".json");
                assertThat(decoder.decode(Slice.of(raw), 0, 0, into)).isEqualTo(Decoding.OK);
                assertThat(into.isDeletion()).isEqualTo("delete".equals(op));
            }
        }
    }

    @Test
    void debezium_deletionWithKeyAlone_saysWhatIsMissing() {
        String keyAlone = "{\"before\":{\"order_id\":7},\"after\":null,\"source\":{\"lsn\":1},\"op\":\"d\"}";

        assertThat(decode(DEBEZIUM, keyAlone))
                .isEqualTo(new Decoding(
                        "missing-field",
                        "field \"at\" is missing or null in a deletion, which needs the fields of the id, the event time and "
                                + "the revision: without them it is not known what to take out, and where. Have the source "
                                + "send the whole old row (REPLICA IDENTITY FULL, binlog_row_image=FULL), or take the "
                                + "field from the envelope"));
    }

    @Test
    void debezium_deletionThatLacksRequiredFieldsBesides_isTaken() {
        String amountMissing = "{\"before\":{\"order_id\":7,\"created_at\":1714558020000000},\"after\":null,"
                + "\"source\":{\"lsn\":1},\"op\":\"d\"}";

        assertThat(decode(DEBEZIUM, amountMissing)).isEqualTo(Decoding.OK);
        assertThat(event.isDeletion()).isTrue();
        assertThat(decode(
                                DEBEZIUM,
                                amountMissing
                                        .replace("before", "after")
                                        .replace("\"after\":null,", "")
                                        .replace("\"op\":\"d\"", "\"op\":\"c\""))
                        .code())
                .as("an insert needs them")
                .isEqualTo("missing-field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debezium-heartbeat.json", "debezium-transaction.json", "debezium-truncate.json"})
    void debezium_whatIsAboutNoRow_isRejectedAsThat(String file) {
        assertThat(decode(DEBEZIUM, golden(file)).code()).isEqualTo("not-a-row");
    }

    @Test
    void debezium_updateOfTheId_isRejected() {
        String changed = new String(golden("debezium-update.json"), StandardCharsets.UTF_8)
                .replaceFirst("\"order_id\":7", "\"order_id\":6");

        assertThat(decode(DEBEZIUM, changed).code()).isEqualTo("id-changed");
        assertThat(decode(DEBEZIUM, changed).reason())
                .startsWith("the update changes field \"order_id\", which is part of the id");
    }

    @ParameterizedTest
    @CsvSource({
        "maxwell-insert.json, 4.2341, , false",
        "maxwell-update.json, 5.444, 4.2341, false",
        "maxwell-delete.json, 5.444, , true",
        "maxwell-bootstrap-insert.json, 4.2341, , false"
    })
    void maxwell_changeOfARow_isItsData(String file, double m, Double was, boolean deletion) {
        assertThat(decode(MAXWELL, golden(file))).isEqualTo(Decoding.OK);

        assertThat(event.longAt(0)).isEqualTo(1);
        assertThat(event.doubleAt(2)).isEqualTo(m);
        assertThat(event.isNull(4) ? null : event.doubleAt(4)).isEqualTo(was);
        assertThat(event.isDeletion()).isEqualTo(deletion);
    }

    @ParameterizedTest
    @CsvSource({
        "maxwell-bootstrap-start.json, not-a-row",
        "maxwell-bootstrap-complete.json, not-a-row",
        "maxwell-table-alter.json, not-a-row",
        "maxwell-update-id.json, id-changed",
        "debezium-create.json, not-a-row"
    })
    void maxwell_whatIsNoRow_isRejected(String file, String code) {
        assertThat(decode(MAXWELL, golden(file)).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloudevents-structured.json", "cloudevents-base64.json"})
    void cloudevents_structured_readsAttributesAndData(String file) {
        assertThat(decode(CLOUDEVENTS, golden(file))).isEqualTo(Decoding.OK);

        assertThat(event.stringAt(0)).isEqualTo("https://shop.example.com/orders");
        assertThat(event.stringAt(1)).isEqualTo("A234-1234-1234");
        assertThat(event.timeMicros()).isEqualTo(1_714_557_600_123_000L);
        assertThat(event.decimalAt(3)).isEqualTo("12.50");
        assertThat(event.stringAt(4)).isEqualTo("7");
        assertThat(event.longAt(5)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"1\",\"source\":\"s\",\"data\":{}} | the record has no \"specversion\"",
                "{\"specversion\":\"1.0\",\"source\":\"s\",\"data\":{}} | the record has no \"id\"",
                "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"s\"} | the record has no \"id\"",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"data\":{}} | the record has no \"source\"",
                "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\"} | the envelope is of CloudEvents 0.3; 1.0 is read",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"data_base64\":\"?\"} | \"data_base64\" is not base64"
            })
    void cloudevents_brokenEnvelope_isRejected(String record, String reason) {
        Decoding decoding = decode(CLOUDEVENTS, record);

        assertThat(decoding.code()).isEqualTo("bad-envelope");
        assertThat(decoding.reason()).startsWith(reason);
    }

    @Test
    void cloudevents_brokenDataInBase64_isRejectedForWhatIsWrongThere() {
        // {"items":}
        Decoding decoding = decode(
                CLOUDEVENTS,
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"data_base64\":\"eyJpdGVtcyI6fQ==\"}");

        assertThat(decoding.code()).isEqualTo("not-json");
        assertThat(decoding.reason()).startsWith("in data_base64, the record is not JSON at byte 9");
    }

    @Test
    void cloudevents_binaryFromKafka_readsHeadersAndValue() {
        Envelope headers = new Envelope().begin();
        headers("kafka.header.").forEach((name, value) -> headers.put(name, Slice.of(value)));

        assertThat(decode(CLOUDEVENTS, headers.wrap(DATA).toByteArray())).isEqualTo(Decoding.OK);
        assertThat(event.stringAt(0)).isEqualTo("https://shop.example.com/orders");
        assertThat(event.stringAt(1)).isEqualTo("A234-1234-1234");
        assertThat(event.timeMicros()).isEqualTo(1_714_557_600_123_000L);
        assertThat(event.decimalAt(3)).isEqualTo("12.50");
        assertThat(event.stringAt(4)).isEqualTo("7");
        assertThat(event.longAt(5)).isEqualTo(2);
    }

    @Test
    void cloudevents_binaryOverHttp_isTheSameEventAndDecodesPercents() {
        assertThat(decode(CLOUDEVENTS, golden("cloudevents-structured.json"))).isEqualTo(Decoding.OK);
        long identity = event.identityHigh();
        Envelope headers = new Envelope().begin();
        headers("http.header.").forEach((name, value) -> headers.put(name.replace('_', '-'), Slice.of(value)));
        headers.put("http.header.ce-key", Slice.of("Euro%20%E2%82%AC%2"));

        assertThat(decode(CLOUDEVENTS, headers.wrap(DATA).toByteArray())).isEqualTo(Decoding.OK);
        assertThat(event.identityHigh()).isEqualTo(identity);
        assertThat(BinaryAttributes.percentDecoded(Slice.of("Euro%20%E2%82%AC%2"))
                        .text())
                .isEqualTo("Euro €%2");
    }

    @Test
    void cloudevents_binaryWithoutId_isRejected() {
        Envelope headers = new Envelope().begin().put("kafka.header.ce_specversion", Slice.of("1.0"));

        assertThat(decode(CLOUDEVENTS, headers.wrap(DATA).toByteArray()).code()).isEqualTo("bad-envelope");
    }

    @Test
    void cloudevents_headersThatMustBeKept_areThoseOfRequiredAndDeclaredAttributes() {
        assertThat(CLOUDEVENTS.keptBeside())
                .containsExactly(
                        "kafka.header.ce_specversion",
                        "kafka.header.ce_id",
                        "kafka.header.ce_source",
                        "kafka.header.ce_time",
                        "kafka.header.ce_partitionkey",
                        "http.header.ce-specversion",
                        "http.header.ce-id",
                        "http.header.ce-source",
                        "http.header.ce-time",
                        "http.header.ce-partitionkey");
        assertThat(DEBEZIUM.keptBeside()).isEmpty();
    }

    /** As the serializer of CloudEvents' Kafka library writes them. */
    private static Map<String, String> headers(String transport) {
        return Map.of(
                transport + "ce_specversion", "1.0",
                transport + "ce_id", "A234-1234-1234",
                transport + "ce_source", "https://shop.example.com/orders",
                transport + "ce_type", "com.example.order.created",
                transport + "ce_time", "2024-05-01T10:00:00.123Z",
                transport + "ce_partitionkey", "7");
    }

    /** Whatever comes is an event or a stated reject. */
    @Test
    void decode_damagedRecords_neverThrows() {
        List<EventSpec> specs = List.of(DEBEZIUM, MAXWELL, CLOUDEVENTS);
        List<String> files = List.of(
                "debezium-update.json",
                "debezium-delete-schema.json",
                "maxwell-update.json",
                "cloudevents-base64.json",
                "cloudevents-structured.json");
        SplittableRandom random = new SplittableRandom(11);
        List<RecordDecoder> decoders = specs.stream()
                .map(spec -> new RecordDecoder(spec, "orders", Expressions.NONE.bind()))
                .toList();
        for (int i = 0; i < 20_000; i++) {
            int which = random.nextInt(specs.size());
            byte[] raw = golden(files.get(random.nextInt(files.size())));
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                raw[random.nextInt(raw.length)] =
                        (byte) (random.nextBoolean() ? "{}[]\",:0nt".charAt(random.nextInt(10)) : random.nextInt(256));
            }
            Decoding decoding = decoders.get(which)
                    .decode(
                            Slice.of(raw, 0, random.nextInt(8) > 0 ? raw.length : random.nextInt(raw.length)),
                            0,
                            0,
                            new Event(specs.get(which).schema()));
            assertThat(decoding.ok() || !decoding.reason().isEmpty()).isTrue();
        }
    }

    private static byte[] golden(String file) {
        try (InputStream in = EnvelopeTest.class.getResourceAsStream("envelope/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Decoding decode(EventSpec spec, String record) {
        return decode(spec, record.getBytes(StandardCharsets.UTF_8));
    }

    private Decoding decode(EventSpec spec, byte[] raw) {
        event = new Event(spec.schema());
        return new RecordDecoder(spec, "orders", Expressions.NONE.bind()).decode(Slice.of(raw), 0, 0, event);
    }

    private static Field field(String name, FieldType type, String path) {
        return field(name, type, path, "");
    }

    private static Field field(String name, FieldType type, String path, String pattern) {
        Missing missing = List.of("amount", "m").contains(name) ? Missing.REJECT : Missing.NULL;
        return new Field(name, type, path, "", pattern, "UTC", missing, Notation.PLAIN);
    }

    private static EventSpec spec(EventEnvelope envelope, List<String> id, String revision, Field... fields) {
        return new EventSpec(
                EventSpec.Format.JSON,
                EventSpec.Csv.NONE,
                new EventSchema(List.of(fields)),
                id,
                "at",
                revision.isEmpty() ? EventSpec.Duplicates.FIRST : EventSpec.Duplicates.LAST,
                revision,
                1 << 20,
                new EventSpec.Framing(Explode.NONE, envelope, Payload.PLAIN, ""));
    }
}
