package tallyroll.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.format.FormatDefinition;
import tallyroll.pipeline.CheckedFormat;
import tallyroll.registry.RegistryException;
import tallyroll.registry.RegistryServer;

/** Records behind the id of a schema, which a registry has. */
class AvroRegistryTest {
    private static final String OLD = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "id", "type": "string"}, {"name": "amount", "type": "int"},
              {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "GONE"]}}]}""";
    private static final String NEW = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OTHER", "NEW"], "default": "OTHER"}},
              {"name": "total", "aliases": ["amount"], "type": "double"},
              {"name": "place", "type": {"type": "record", "name": "Place", "fields": [{"name": "city", "type": ["null", "string"]}]},
               "default": {"city": null}},
              {"name": "channel", "type": "string", "default": "web"},
              {"name": "id", "type": "string"}]}""";

    private RegistryServer server;

    @BeforeEach
    void start() throws IOException {
        server = RegistryServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void records_ofAnOlderSchema_areReadByAvrosRules() {
        server.register(1, "AVRO", OLD, List.of());
        server.register(2, "AVRO", NEW, List.of());
        FormatDefinition definition = read(
                "schema: new.avsc, ",
                "id: string\ntotal: double\nchannel: string\nstate: string\ncity: {type: string, path: place.city}");

        assertThat(definition.values(record(1, OLD, "{\"id\":\"a\",\"amount\":3,\"state\":\"NEW\"}")))
                .isEqualTo("a, 3.0, web, NEW, null");
        assertThat(definition.values(record(1, OLD, "{\"id\":\"a\",\"amount\":3,\"state\":\"GONE\"}")))
                .isEqualTo("a, 3.0, web, OTHER, null");
        assertThat(
                        definition.values(
                                record(
                                        2,
                                        NEW,
                                        "{\"state\":\"NEW\",\"total\":1.5,\"place\":{\"city\":{\"string\":\"Ulm\"}},\"channel\":\"shop\",\"id\":\"b\"}")))
                .isEqualTo("b, 1.5, shop, NEW, Ulm");
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void records_withoutASchemaOfTheDefinition_areReadAsTheyWereWritten() {
        server.register(1, "AVRO", OLD, List.of());
        FormatDefinition definition = read("", "id: string\ntotal: double\namount: int");

        assertThat(definition.values(record(1, OLD, "{\"id\":\"a\",\"amount\":3,\"state\":\"NEW\"}")))
                .isEqualTo("a, null, 3");
    }

    @Test
    void schema_thatRefersToAnother_isReadWithIt() {
        String address =
                "{\"type\":\"record\",\"name\":\"Address\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"city\",\"type\":\"string\"}]}";
        String order =
                "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"to\",\"type\":\"shop.Address\"}]}";
        server.register("shop.address-value", 3, address);
        server.register(
                5,
                "AVRO",
                order,
                List.of(Map.of("name", "shop.Address", "subject", "shop.address-value", "version", 3)));
        Schema.Parser parser = new Schema.Parser();
        parser.parse(address);
        Schema whole = parser.parse(order);
        FormatDefinition definition = read("", "city: {type: string, path: to.city}");

        assertThat(definition.values(record(5, whole.toString(), "{\"to\":{\"city\":\"Ulm\"}}")))
                .isEqualTo("Ulm");
    }

    @Test
    void records_ofSchemasThatCannotBeUsed_areRefused() {
        server.register(1, "JSON", "{}", List.of());
        server.register(2, "AVRO", "{\"type\":\"recor\"}", List.of());
        server.register(
                3,
                "AVRO",
                "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}",
                List.of());
        server.register(4, "AVRO", OLD, List.of(Map.of("name", "a", "subject", "a b", "version", 1)));
        FormatDefinition definition = read("schema: new.avsc, ", "id: string");

        assertThat(definition.refusal(header(9)))
                .isEqualTo("unknown-schema: the schema registry has no schema of id 9");
        assertThat(definition.refusal(header(-9)))
                .isEqualTo("unknown-schema: the schema registry has no schema of id -9");
        assertThat(definition.refusal(header(1)))
                .isEqualTo("unknown-schema: the schema of id 1 cannot be used: it is of the type JSON, not AVRO");
        assertThat(definition.refusal(header(2))).startsWith("unknown-schema: the schema of id 2 cannot be used: ");
        assertThat(definition.refusal(header(3)))
                .startsWith("incompatible-schema: the record's schema cannot be read as that of event.avro.schema: ");
        assertThat(definition.refusal(header(4)))
                .isEqualTo(
                        "unknown-schema: the schema of id 4 cannot be used: it refers to version 1 of \"a b\", which the"
                                + " registry does not have");
        assertThat(definition.refusal("{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        "not-avro: the record does not begin with a zero and the id of a schema, as those of a schema"
                                + " registry do");
    }

    @Test
    void registry_thatIsAway_isNoFaultOfTheRecord() {
        server.answerAlways(401, "");
        FormatDefinition definition = read("", "id: string");

        assertThatThrownBy(() -> definition.decode(header(1))).isInstanceOf(RegistryException.class);
    }

    @Test
    void format_sentToAnExecutor_hasItsSchemaAndNoPassword() throws Exception {
        server.requireLogin("ann", "swordfish");
        server.register(1, "AVRO", OLD, List.of());
        FormatDefinition definition = FormatDefinition.of(
                "avro\navro: {schema: new.avsc, registry: {url: \"" + server.url()
                        + "\", username: ann, password: \"${env:PASSWORD}\"}}",
                "id: string",
                Map.of(
                        "new.avsc",
                        NEW.getBytes(StandardCharsets.UTF_8),
                        "PASSWORD",
                        "swordfish".getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        new ObjectOutputStream(sent).writeObject(definition.pipeline().event().format());

        assertThat(sent.toString(StandardCharsets.ISO_8859_1))
                .contains("PASSWORD")
                .doesNotContain("swordfish");
        Object received = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray())).readObject();
        assertThat(received).isEqualTo(definition.pipeline().event().format());
        assertThat(((CheckedFormat) received).secrets()).hasSize(1);
        assertThat(definition.pipeline().taskSecrets()).hasSize(2);
        assertThat(definition.values(record(1, OLD, "{\"id\":\"a\",\"amount\":3,\"state\":\"NEW\"}")))
                .isEqualTo("a");
    }

    private FormatDefinition read(String schema, String fields) {
        return FormatDefinition.of(
                "avro\navro: {" + schema + "registry: {url: \"" + server.url() + "\"}}",
                fields,
                Map.of("new.avsc", NEW.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] record(int id, String schema, String json) {
        byte[] record = AvroRecords.of(schema, json);
        return ByteBuffer.allocate(5 + record.length)
                .put((byte) 0)
                .putInt(id)
                .put(record)
                .array();
    }

    private static byte[] header(int id) {
        return ByteBuffer.allocate(5).put((byte) 0).putInt(id).array();
    }
}
