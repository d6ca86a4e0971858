package tallyroll.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.format.FormatDefinition;

/** What a definition of format avro may say, and what is wrong with others. */
class AvroKeysTest {
    private static final Map<String, byte[]> FILES = Map.of(
            "order.avsc",
            """
            {"type": "record", "name": "Order", "namespace": "shop", "fields": [
              {"name": "id", "type": "string"}, {"name": "count", "type": ["null", "int"]},
              {"name": "items", "type": {"type": "array", "items": "string"}},
              {"name": "buyer", "type": {"type": "record", "name": "Buyer", "fields": [{"name": "name", "type": "string"}]}}]}
            """.getBytes(StandardCharsets.UTF_8),
            "broken.avsc",
            "{\"type\": \"record\"}".getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "avro | id: string | event.avro: needs the key \"schema\" or \"registry\"",
                "json⏎avro: {schema: order.avsc} | id: string | event.avro: has no meaning for format json; remove it, or write format: avro",
                "avro⏎avro: {} | id: string | event.avro: needs the key \"schema\" or \"registry\"",
                "avro⏎avro: {schema: order.avsc, framing: confluent} | id: string | event.avro.framing: framing confluent needs a registry; write"
                        + " registry and framing: confluent, or neither",
                "avro⏎avro: {framing: none, registry: {url: \"http://a:1\"}} | id: string | event.avro.framing: framing none has no ids for a"
                        + " registry; write registry and framing: confluent, or neither",
                "avro⏎avro: {registry: {url: \"http://ann:secret@a:1\"}} | id: string | event.avro.registry.url: \"http://ann:secret@a:1\": has a user"
                        + " name in it; write username and password",
                "avro⏎avro: {registry: {url: \"http://a:1\", username: ann}} | id: string | event.avro.registry.username: means nothing without the"
                        + " key \"password\"; write both or neither",
                "avro⏎avro: {registry: {url: \"http://a:1\", truststore: order.avsc}} | id: string | event.avro.registry.truststore: the file"
                        + " \"order.avsc\" holds no certificates; it has -----BEGIN CERTIFICATE----- and Base64",
                "avro⏎avro: {registry: {url: \"http://a:1\"}} | id: string | none",
                "avro⏎avro: {schema: none.avsc} | id: string | event.avro.schema: the file \"none.avsc\" cannot be read: there is no such file;"
                        + " a relative path starts at the definition's directory",
                "avro⏎avro: {schema: broken.avsc} | id: string | event.avro.schema: the file \"broken.avsc\" is not an Avro schema: No name in"
                        + " schema: {\"type\":\"record\"}",
                "avro⏎avro: {schema: order.avsc, framing: header} | id: string | event.avro.framing: \"header\": is none of none, single-object, confluent",
                "avr | id: string | event.format: \"avr\": is none of json, csv, text, avro, protobuf; did you mean \"avro\"?",
                "avro⏎avro: {schema: order.avsc} | ID: string | event.fields.ID: the field \"ID\" is read from \"ID\", and the schema has no"
                        + " \"ID\" in shop.Order; did you mean \"id\"? Fields: id, count, items, buyer",
                "avro⏎avro: {schema: order.avsc} | v: {type: int, path: buyer.nam} | event.fields.v.path: the field \"v\" is read from"
                        + " \"buyer.nam\", and the schema has no \"nam\" in shop.Buyer; did you mean \"name\"? Fields: name",
                "avro⏎avro: {schema: order.avsc} | v: {type: string, path: items} | event.fields.v.path: the field \"v\" is a string, and the"
                        + " schema has an array at \"items\"; name an item: items[0]",
                "avro⏎avro: {schema: order.avsc} | v: {type: string, path: items.x} | event.fields.v.path: the field \"v\" is read from"
                        + " \"items.x\", and the schema has no \"x\" in an array; name an item of the array by its index, as in items[0].price",
                "avro⏎avro: {schema: order.avsc} | v: {type: boolean, path: count} | event.fields.v.path: the field \"v\" is a boolean, and the"
                        + " schema has an int at \"count\"",
                "avro⏎avro: {schema: order.avsc} | v: {type: string, path: \"items[*]\"} | event.fields.v.path: the field \"v\" has the path"
                        + " \"items[*]\", which leads to many values by its *, and a field holds one; name an index, as in items[0].price",
                "avro⏎avro: {schema: order.avsc}⏎explode: items | id: string | event.explode: \"items\": events of format avro cannot be taken"
                        + " out of one record by it; read items of an array by their index, as in items[0].price, or have the producer send a"
                        + " record for each",
                "avro⏎avro: {schema: order.avsc} | {id: string, n: {type: long, path: count}} | none"
            })
    void definition_ofAvro_isHeldAgainstItsSchema(String format, String field, String faults) {
        String fields = field.startsWith("{id") ? "id: string\nn: {type: long, path: count}" : field;

        assertThat(FormatDefinition.faults(format.replace('⏎', '\n'), fields, FILES))
                .isEqualTo(faults);
    }
}
