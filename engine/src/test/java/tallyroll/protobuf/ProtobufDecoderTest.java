package tallyroll.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.format.FormatDefinition;

/** Values that Protobuf's own library wrote, as fields read them. */
class ProtobufDecoderTest {
    private static final String ORDER = """
            id: "o1" at {seconds: 1714557600 nanos: 123456789}
            customer {name: "Ann" parent {name: "Bea"}}
            items {sku: "a" price: 1.25 tags: "x" tags: "y"} items {sku: "b"}
            labels {key: "red" value: 3} labels {key: "a.b" value: 5} labels {key: "none"}
            by_number {key: -7 value {sku: "m"}} by_number {key: 8}
            by_flag {key: true value: "yes"}
            state: PAID points {value: 12} note {} took {seconds: 3 nanos: 500000000}
            card {number: "4711"}
            numbers: 1 numbers: -2 numbers: 300 loose: 4 loose: 5 states: PAID states: NEW states: GONE tags: "t"
            extra {fields {key: "a" value {string_value: "deep"}}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "i32 | int | -7 | -7",
                "i32 | double | 3 | 3.0",
                "i32 | {type: timestamp, pattern: epoch_seconds} | 1714557600 | 2024-05-01T10:00:00Z",
                "i64 | int | 2147483648 | out-of-range",
                "i64 | long | -9223372036854775808 | -9223372036854775808",
                "i64 | decimal(5,2) | 3 | 3.00",
                "u32 | long | 4294967295 | 4294967295",
                "u64 | long | 7 | 7",
                "u64 | long | 18446744073709551615 | out-of-range",
                "u64 | decimal(20,0) | 18446744073709551615 | 18446744073709551615",
                "s32 | int | -2147483648 | -2147483648",
                "s64 | long | -9223372036854775808 | -9223372036854775808",
                "f32 | long | 4294967295 | 4294967295",
                "f64 | decimal(20,0) | 18446744073709551615 | 18446744073709551615",
                "sf32 | int | -1 | -1",
                "sf64 | long | -1 | -1",
                "flag | boolean | true | 1",
                "real32 | double | 0.5 | 0.5",
                "real64 | double | -0.0 | 0.0",
                "real64 | decimal(5,2) | 1.255 | not-exact",
                "real64 | double | nan | out-of-range",
                "raw | string | \"abc\" | abc",
                "raw | string | \"\\377\" | not-utf8",
                "state | string | PAID | PAID",
                "state | string | GONE | GONE",
                "state | int | GONE | -1",
                "state | string | 9 | 9",
                "rating | int | 0 | 0",
                "iban | string | \"Zürich\" | Zürich",
                "cents | int | 0 | 0"
            })
    void value_ofOneType_fillsAField(String name, String field, String value, String read) {
        FormatDefinition definition = ProtoMessages.orders(
                "v: " + (field.startsWith("{") ? field.replace("{", "{path: " + name + ", ") : typed(field, name)));

        assertThat(definition.values(ProtoMessages.order(name + ": " + value))).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "string | id | o1",
                "timestamp | at | 2024-05-01T10:00:00.123Z",
                "string | at | 2024-05-01T10:00:00.123456789Z",
                "long | at.seconds | 1714557600",
                "string | customer.name | Ann",
                "string | $.customer.parent.name | Bea",
                "string | customer.parent.parent.name | null",
                "string | items[0].sku | a",
                "decimal(12,2) | items[0].price | 1.25",
                "double | items[1].price | 0.0",
                "string | items[0].tags[1] | y",
                "string | items[0].tags[2] | null",
                "double | items[2].price | null",
                "int | labels.red | 3",
                "int | labels[\"a.b\"] | 5",
                "int | labels.none | 0",
                "int | labels.other | null",
                "string | by_number[\"-7\"].sku | m",
                "string | by_number.8.sku | ``",
                "string | by_number.9.sku | null",
                "string | by_flag.true | yes",
                "string | by_flag.false | null",
                "string | state | PAID",
                "int | rating | null",
                "long | points | 12",
                "long | points.value | 12",
                "string | note | ``",
                "decimal(9,1) | took | 3.5",
                "string | took | 3.5s",
                "string | card.number | 4711",
                "int | card.month | 0",
                "string | iban | null",
                "int | numbers[1] | -2",
                "int | numbers[2] | 300",
                "int | numbers[3] | null",
                "int | loose[1] | 5",
                "string | states[2] | GONE",
                "string | tags[0] | t",
                "string | extra.fields.a.string_value | deep",
                "int | i32 | 0",
                "boolean | flag | 0",
                "double | real64 | 0.0",
                "string | raw | ``"
            })
    void path_intoAMessage_leadsToItsValue(String type, String path, String read) {
        FormatDefinition definition = ProtoMessages.orders("v: " + typed(type, path));

        assertThat(definition.values(ProtoMessages.order(ORDER))).isEqualTo(read);
    }

    @Test
    void field_thatIsReadAsAValueAndThrough_isBoth() {
        FormatDefinition definition = ProtoMessages.orders(
                "a: {type: timestamp, path: at}\nb: {type: long, path: at.seconds}\nc: {type: int, path: at.nanos}");

        assertThat(definition.values(ProtoMessages.order(ORDER)))
                .isEqualTo("2024-05-01T10:00:00.123Z, 1714557600, 123456789");
    }

    @Test
    void record_ofNoBytes_isAMessageOfDefaults() {
        FormatDefinition definition = ProtoMessages.orders("id: string\nstate: string\nat: timestamp\nrating: int");

        assertThat(definition.values(new byte[0])).isEqualTo(", NEW, null, null");
    }

    @Test
    void member_ofAOneof_takesTheOthersAway() {
        FormatDefinition definition = ProtoMessages.orders(
                "n: {type: string, path: card.number}\nm: {type: int, path: card.month}\niban: string");
        byte[] cardOne = ProtoMessages.order("card {number: \"1\"}");
        byte[] cardMonth = ProtoMessages.order("card {month: 5}");
        byte[] iban = ProtoMessages.order("iban: \"DE\"");
        byte[] unread = ProtoMessages.order("cents: 3");
        byte[] unreadEnum = ProtoMessages.order("kind: PAID");

        assertThat(definition.values(joined(cardOne, cardMonth))).isEqualTo("1, 5, null");
        assertThat(definition.values(joined(cardOne, iban))).isEqualTo("null, null, DE");
        assertThat(definition.values(joined(iban, cardOne))).isEqualTo("1, 0, null");
        assertThat(definition.values(joined(cardOne, unread))).isEqualTo("null, null, null");
        assertThat(definition.values(joined(cardOne, unreadEnum))).isEqualTo("null, null, null");
        assertThat(definition.values(joined(cardOne, unread, cardMonth))).isEqualTo(", 5, null");
    }

    @Test
    void values_thatComeTwice_areMergedAsTheLibraryDoes() {
        FormatDefinition definition = ProtoMessages.orders(
                "id: string\na: {type: string, path: customer.name}\nb: {type: string, path: customer.parent.name}\n"
                        + "s: {type: long, path: at.seconds}\nat: timestamp\nlast: {type: string, path: 'items[2].sku'}\n"
                        + "l: {type: string, path: by_number.8.sku}");
        byte[] one = ProtoMessages.order(
                "id: \"1\" customer {name: \"Ann\"} at {seconds: 60} items {sku: \"a\"} by_number {key: 8 value {sku: \"x\"}}");
        byte[] two = ProtoMessages.order(
                "id: \"2\" customer {parent {name: \"Bea\"}} at {nanos: 5000000} items {sku: \"b\"} items {sku: \"c\"} by_number {key: 8}");

        assertThat(definition.values(joined(one, two))).isEqualTo("2, Ann, Bea, 60, 1970-01-01T00:01:00.005Z, c, ");
        assertThat(definition.values(one))
                .as("nothing is left of the record before")
                .isEqualTo("1, Ann, null, 60, 1970-01-01T00:01:00Z, null, x");
    }

    @Test
    void message_ofProto2_hasItsDeclaredDefaults() {
        FormatDefinition definition = ProtoMessages.definition(
                "shop.Legacy",
                "id: string\ncount: int\ntries: int\ncity: string\ncolour: string\npainted: string\nmost: long\nraw: string");

        assertThat(definition.values(ProtoMessages.of("shop.Legacy", "")))
                .isEqualTo("null, null, 7, Ulm, null, BLUE, 4294967295, a\u0001");
        assertThat(definition.values(
                        ProtoMessages.of("shop.Legacy", "id: \"1\" count: 0 tries: 0 city: \"\" colour: RED")))
                .isEqualTo("1, 0, 0, , RED, BLUE, 4294967295, a\u0001");
    }

    @Test
    void number_thatAClosedEnumDoesNotHave_isAnUnknownField() {
        FormatDefinition definition = ProtoMessages.definition(
                "shop.Legacy", "colour: string\nsecond: {type: string, path: 'colours[1]'}\na: int\nb: string");
        byte[] unknown = {5 << 3, 9, 6 << 3, 1, 6 << 3, 9, 6 << 3, 2, 8 << 3, 4, 9 << 3, 9};
        byte[] packed = {6 << 3 | 2, 3, 1, 9, 2};

        assertThat(definition.values(unknown)).isEqualTo("null, BLUE, 4, null");
        assertThat(definition.values(packed)).isEqualTo("null, BLUE, null, null");
    }

    @Test
    void group_isReadLikeAMessage() {
        FormatDefinition definition = ProtoMessages.definition(
                "shop.Legacy",
                "a: {type: string, path: part.name}\nb: {type: string, path: part.inner.part.name}\nid: string");

        assertThat(definition.values(
                        ProtoMessages.of("shop.Legacy", "Part {name: \"x\" inner {Part {name: \"y\"}}} id: \"1\"")))
                .isEqualTo("x, y, 1");
    }

    @Test
    void record_ofAnOlderOrNewerMessage_hasWhatBothKnow() {
        Map<String, byte[]> files = Map.of(
                "old.desc", ProtoMessages.resource("/tallyroll/pipeline/schemas/trips.desc"),
                "new.desc", ProtoMessages.resource("/tallyroll/pipeline/schemas/trips-more.desc"),
                "moved.desc", ProtoMessages.resource("/tallyroll/pipeline/schemas/trips-moved.desc"));
        byte[] old = {10, 1, 'a', 26, 3, 'U', 'l', 'm'};
        byte[] more = {10, 1, 'a', 26, 3, 'U', 'l', 'm', 32, 7};
        String section = "protobuf\nprotobuf: {message: trips.Trip, descriptor: ";

        assertThat(FormatDefinition.of(section + "new.desc}", "id: string\nplace: string\nlate: int", files)
                        .values(old))
                .isEqualTo("a, Ulm, 0");
        assertThat(FormatDefinition.of(section + "old.desc}", "id: string\nplace: string", files)
                        .values(more))
                .isEqualTo("a, Ulm");
        assertThat(FormatDefinition.of(section + "moved.desc}", "id: string\nplace: string", files)
                        .values(more))
                .as("field 4 is a number in the record and a text in the descriptor")
                .isEqualTo("a, ");
    }

    @Test
    void bytes_thatAreNoMessage_areRefused() {
        FormatDefinition definition = ProtoMessages.orders("id: string\nn: {type: string, path: customer.name}");

        assertThat(definition.refusal(new byte[] {10, 5, 'a'}))
                .isEqualTo(
                        "not-protobuf: the record is not a message of Protobuf: at byte 2, a length of 5 is given, and 1"
                                + " bytes are left");
        assertThat(definition.refusal(new byte[] {8}))
                .isEqualTo("not-protobuf: the record is not a message of Protobuf: at byte 1, it ends within a number");
        assertThat(definition.refusal(new byte[] {0, 0, 0, 0, 7, 0, 10, 1, 'a'}))
                .isEqualTo(
                        "not-protobuf: the record is not a message of Protobuf: at byte 1, the number of a field is 0;"
                                + " its first 5 bytes look like a schema registry's header (schema id 7): write registry, or"
                                + " framing: confluent, under event.protobuf");
        assertThat(definition.refusal(new byte[] {15, 1}))
                .startsWith("not-protobuf")
                .contains("wire type 7");
        assertThat(definition.refusal(new byte[] {12}))
                .startsWith("not-protobuf")
                .contains("a group ends");
        assertThat(definition.refusal("{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8)))
                .startsWith("not-protobuf");
        assertThat(definition.refusal(new byte[] {10, 1, (byte) 0xff})).startsWith("not-utf8: field \"id\"");
        assertThat(definition.refusal(new byte[] {26, 4, 10, 5, 'a', 'b'}))
                .as("a length that leads out of the message around")
                .startsWith("not-protobuf");
        assertThat(definition.values(new byte[] {13, 1, 2, 3, 4, 26, 2, 8, 1}))
                .as("fields of another wire type are unknown ones")
                .isEqualTo(", ");
    }

    @Test
    void nesting_thatGoesDeep_isRefused() {
        byte[] groups = new byte[100_000];
        Arrays.fill(groups, (byte) (15 << 3 | 3));
        byte[] messages = ProtoMessages.order("");
        for (int i = 0; i < 5_000; i++) {
            ByteArrayOutputStream around = new ByteArrayOutputStream();
            around.write(2 << 3 | 2);
            for (int length = messages.length; true; length >>>= 7) {
                around.write(length > 127 ? length | 128 : length);
                if (length <= 127) {
                    break;
                }
            }
            around.writeBytes(messages);
            messages = around.toByteArray();
        }
        FormatDefinition definition = ProtoMessages.definition("shop.Customer", "n: {type: string, path: parent.name}");

        assertThat(definition.decode(groups).code()).isEqualTo("too-deep");
        assertThat(definition.values(messages)).isEqualTo("");
    }

    private static String typed(String type, String path) {
        return "{type: \"" + type + "\", path: '" + path + "'}";
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
