package tallyroll.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.format.FormatDefinition;

/** Values that Avro's own writer wrote, as fields read them. */
class AvroDecoderTest {
    private static final String NESTED = """
            {"type": "record", "name": "Order", "namespace": "shop", "fields": [
              {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
              {"name": "note", "type": ["null", "string", "long"]},
              {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"]}},
              {"name": "customer", "type": {"type": "record", "name": "Customer", "fields": [
                {"name": "name", "type": "string"}, {"name": "parent", "type": ["null", "Customer"]}]}},
              {"name": "items", "type": {"type": "array", "items": {"type": "record", "name": "Item", "fields": [
                {"name": "sku", "type": "string"}, {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}}]}}},
              {"name": "labels", "type": {"type": "map", "values": ["null", "int"]}},
              {"name": "nulls", "type": {"type": "array", "items": "null"}}]}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"int\" | int | -7 | -7",
                "\"int\" | long | 2147483647 | 2147483647",
                "\"int\" | double | 3 | 3.0",
                "\"int\" | decimal(5,2) | 3 | 3.00",
                "\"long\" | int | 2147483648 | out-of-range",
                "\"long\" | long | -9223372036854775808 | -9223372036854775808",
                "\"boolean\" | boolean | true | 1",
                "\"float\" | double | 0.5 | 0.5",
                "\"double\" | double | -0.0 | 0.0",
                "\"double\" | decimal(5,2) | 1.25 | 1.25",
                "\"double\" | decimal(5,2) | 1.255 | not-exact",
                "\"string\" | string | Zürich | Zürich",
                "\"string\" | timestamp | 2024-05-01T10:00:00Z | 2024-05-01T10:00:00Z",
                "\"string\" | timestamp | yesterday | bad-time",
                "\"bytes\" | string | abc | abc",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":3} | string | abc | abc",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"} | timestamp | 1714557600123 | 2024-05-01T10:00:00.123Z",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"} | long | 1714557600123 | 1714557600123",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"} | string | 1714557600123 | 2024-05-01T10:00:00.123Z",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"} | timestamp | 9223372036854775807 | out-of-range",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"} | timestamp | 1714557600123456 | 2024-05-01T10:00:00.123Z",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"} | timestamp | 1714557600123456789 | 2024-05-01T10:00:00.123Z",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"} | timestamp | -1 | 1969-12-31T23:59:59.999Z",
                "{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"} | {type: timestamp, zone: Europe/Berlin} | 1714557600000"
                        + " | 2024-05-01T08:00:00Z",
                "{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"} | string | 1714557600000 | 2024-05-01T10:00",
                "{\"type\":\"int\",\"logicalType\":\"date\"} | {type: timestamp, zone: Europe/Berlin} | 19844 | 2024-04-30T22:00:00Z",
                "{\"type\":\"int\",\"logicalType\":\"date\"} | string | 19844 | 2024-05-01",
                "{\"type\":\"int\",\"logicalType\":\"date\"} | timestamp | 2147483647 | out-of-range",
                "{\"type\":\"int\",\"logicalType\":\"time-millis\"} | string | 36000001 | 10:00:00.001",
                "{\"type\":\"int\",\"logicalType\":\"time-millis\"} | string | -1 | wrong-type",
                "{\"type\":\"long\",\"logicalType\":\"time-micros\"} | long | 36000000000 | 36000000000"
            })
    void value_ofOneType_fillsAField(String type, String field, String json, String read) {
        FormatDefinition definition = of(schema(type), "v: " + field);

        assertThat(definition.values(AvroRecords.of(schema(type), json))).isEqualTo(read);
    }

    @Test
    void decimals_ofBytesAndFixed_keepTheirDigits() {
        for (String type : new String[] {"bytes", "{\"type\":\"fixed\",\"name\":\"F\",\"size\":6"}) {
            String decimal = ",\"logicalType\":\"decimal\",\"precision\":12,\"scale\":3}";
            String schema = schema(type.equals("bytes") ? "{\"type\":\"bytes\"" + decimal : type + decimal);

            assertThat(of(schema, "v: decimal(20,3)").values(AvroRecords.decimal(schema, "-1234.567")))
                    .isEqualTo("-1234.567");
            assertThat(of(schema, "v: decimal(20,2)").values(AvroRecords.decimal(schema, "0.001")))
                    .isEqualTo("not-exact");
        }
    }

    @Test
    void uuid_ofFixed_isItsText() {
        String schema = schema("{\"type\":\"fixed\",\"name\":\"U\",\"size\":16,\"logicalType\":\"uuid\"}");
        Schema parsed = new Schema.Parser().parse(schema);
        GenericData.Record record = new GenericData.Record(parsed);
        record.put("v", new GenericData.Fixed(parsed.getField("v").schema(), new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
        }));

        assertThat(of(schema, "v: string").values(AvroRecords.bytes(record)))
                .isEqualTo("01020304-0506-0708-090a-0b0c0d0e0f10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{type: string, path: id} | 8e8c5b1e",
                "{type: string, path: $.customer.name} | Ann",
                "{type: string, path: customer.parent.name} | Bea",
                "{type: string, path: customer.parent.parent.name} | null",
                "{type: string, path: state} | PAID",
                "{type: string, path: note} | null",
                "{type: string, path: \"items[1].sku\"} | b",
                "{type: \"decimal(12,2)\", path: \"items[0].price\"} | 1.25",
                "{type: string, path: \"items[2].sku\"} | null",
                "{type: int, path: labels.red} | 3",
                "{type: int, path: 'labels[\"a.b\"]'} | 5",
                "{type: int, path: labels.nothing} | null",
                "{type: int, path: labels.none} | null"
            })
    void path_intoARecord_leadsToItsValue(String field, String read) {
        assertThat(of(NESTED, "v: " + field).values(AvroRecords.of(NESTED, order("null"))))
                .isEqualTo(read);
    }

    @Test
    void union_ofSeveralTypes_isReadAsTheBranchThatIsThere() {
        FormatDefinition definition = of(NESTED, "v: {type: string, path: note}");

        assertThat(definition.values(AvroRecords.of(NESTED, order("{\"string\":\"gift\"}"))))
                .isEqualTo("gift");
        assertThat(of(NESTED, "v: {type: long, path: note}").values(AvroRecords.of(NESTED, order("{\"long\":7}"))))
                .isEqualTo("7");
    }

    @Test
    void records_ofAnotherSchema_areRefused() {
        FormatDefinition definition = of(schema("\"string\""), "v: string");

        assertThat(definition.refusal(new byte[] {2, 'a', 'b'}))
                .isEqualTo("not-avro: the record is not written with its schema: 1 bytes follow its last field");
        assertThat(definition.refusal(new byte[] {100, 'a'}))
                .isEqualTo(
                        "not-avro: the record is not written with its schema: at byte 1, a length of 50 is given, and 1 bytes are"
                                + " left");
        assertThat(definition.refusal(new byte[0]))
                .isEqualTo("not-avro: the record is not written with its schema: at byte 0, it ends within a number");
        assertThat(definition.refusal(new byte[] {2, (byte) 0xff})).startsWith("not-utf8: field \"v\"");
    }

    @Test
    void blocks_thatClaimMoreThanThereIs_endAtOnce() {
        String nulls = schema("{\"type\":\"array\",\"items\":\"null\"}");
        String ints = schema("{\"type\":\"array\",\"items\":\"int\"}");
        String deep = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"v\",\"type\":[\"null\",\"int\"]},"
                + "{\"name\":\"r\",\"type\":[\"null\",\"R\"]}]}";
        byte[] max = {-2, -1, -1, -1, -1, -1, -1, -1, -1, 1, 0};
        byte[] min = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 0, 0};

        assertThat(of(nulls, "v: {type: long, path: kafka.offset}").decode(max).ok())
                .isTrue();
        assertThat(of(ints, "v: {type: int, path: \"v[0]\"}").values(max)).isEqualTo("not-avro");
        assertThat(of(ints, "v: {type: int, path: \"v[0]\"}").values(min)).isEqualTo("not-avro");
        byte[] levels = new byte[200];
        for (int i = 0; i < 200; i += 2) {
            levels[i + 1] = 2;
        }
        assertThat(of(deep, "v: int").values(levels)).isEqualTo("too-deep");
    }

    @Test
    void singleObject_isReadByItsFingerprint() throws java.io.IOException {
        String schema = schema("\"int\"");
        Schema parsed = new Schema.Parser().parse(schema);
        GenericData.Record record = new GenericData.Record(parsed);
        record.put("v", 7);
        java.nio.ByteBuffer encoded = new org.apache.avro.message.BinaryMessageEncoder<GenericData.Record>(
                        GenericData.get(), parsed)
                .encode(record);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        FormatDefinition definition =
                FormatDefinition.of("avro\navro: {schema: v.avsc, framing: single-object}", "v: int", files(schema));

        assertThat(definition.values(bytes)).isEqualTo("7");
        assertThat(definition.refusal(AvroRecords.bytes(record)))
                .isEqualTo(
                        "not-avro: the record does not begin with C3 01 and a fingerprint, as framing single-object has it");
        bytes[5]++;
        assertThat(definition.refusal(bytes))
                .matches(
                        "unknown-schema: the record is written with a schema of fingerprint [0-9a-f]{16}; that of event.avro.schema is [0-9a-f]{16}");
    }

    private static String order(String note) {
        return ("{\"id\":\"8e8c5b1e\",\"note\":%s,\"state\":\"PAID\",\"customer\":{\"name\":\"Ann\",\"parent\":{\"shop.Customer\":"
                        + "{\"name\":\"Bea\",\"parent\":null}}},\"items\":[{\"sku\":\"a\",\"price\":\"}\"},{\"sku\":\"b\",\"price\":\"\"}],"
                        + "\"labels\":{\"red\":{\"int\":3},\"a.b\":{\"int\":5},\"none\":null},\"nulls\":[null,null]}")
                .formatted(note);
    }

    private static String schema(String type) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"v\",\"type\":" + type + "}]}";
    }

    static FormatDefinition of(String schema, String field) {
        return FormatDefinition.of("avro\navro: {schema: v.avsc}", field, files(schema));
    }

    private static Map<String, byte[]> files(String schema) {
        return Map.of("v.avsc", schema.getBytes(StandardCharsets.UTF_8));
    }
}
