package tallyroll.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.format.FormatDefinition;
import tallyroll.registry.RegistryException;
import tallyroll.registry.RegistryServer;

/** Messages behind Confluent's header: the id of a schema, and which message of it. */
class ProtobufRegistryTest {
    private static final byte[] FIRST = {0};

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
    void records_areReadByTheFileAndTheMessageThatTheyName() {
        server.registerFile(7, "orders-value", "syntax = \"proto3\"; …", ProtoMessages.file("shop.proto"), List.of());
        FormatDefinition definition =
                read("", "id: string\nsku: string\nn: {type: string, path: customer.name}\nnumber: string");
        byte[] order = ProtoMessages.order("id: \"1\" customer {name: \"Ann\"}");

        assertThat(definition.values(record(7, FIRST, order))).isEqualTo("1, null, Ann, null");
        assertThat(definition.values(record(7, new byte[] {2, 0}, order)))
                .as("the first message, written at length")
                .isEqualTo("1, null, Ann, null");
        assertThat(definition.values(record(7, new byte[] {2, 4}, ProtoMessages.of("shop.Item", "sku: \"s\""))))
                .as("the third message")
                .isEqualTo("null, s, null, null");
        assertThat(definition.values(
                        record(7, new byte[] {4, 0, 0}, ProtoMessages.of("shop.Order.Card", "number: \"9\""))))
                .as("the first message in the first, where entries of maps are none")
                .isEqualTo("null, null, null, 9");
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void bytes_ofConfluentsDocumentation_areRead() {
        server.registerFile(
                1,
                "a-value",
                "",
                FileDescriptorProto.newBuilder()
                        .setName("a.proto")
                        .setSyntax("proto3")
                        .addMessageType(message("MyRecord", field("f1", 1, FieldDescriptorProto.Type.TYPE_STRING)))
                        .build()
                        .toByteArray(),
                List.of());

        assertThat(read("", "f1: string").values(HexFormat.of().parseHex("0000000001000a0676616c756531")))
                .isEqualTo("value1");
    }

    @Test
    void message_thatIsNamed_isTheOnlyOneThatIsRead() {
        server.registerFile(7, "orders-value", "", ProtoMessages.file("shop.proto"), List.of());
        FormatDefinition definition = read("message: shop.Item, ", "sku: string");

        assertThat(definition.values(record(7, new byte[] {2, 4}, ProtoMessages.of("shop.Item", "sku: \"s\""))))
                .isEqualTo("s");
        assertThat(definition.refusal(record(7, FIRST, ProtoMessages.order("id: \"1\""))))
                .isEqualTo("unknown-schema: the record is a shop.Order, and event.protobuf.message is shop.Item");
    }

    @Test
    void schemas_thatChange_areEachReadByTheirOwn() {
        server.registerFile(
                1,
                "trips-value",
                "",
                trip(
                        field("id", 1, FieldDescriptorProto.Type.TYPE_STRING),
                        field("late", 2, FieldDescriptorProto.Type.TYPE_INT32)),
                List.of());
        server.registerFile(
                2,
                "trips-value",
                "",
                trip(
                        field("late", 3, FieldDescriptorProto.Type.TYPE_SINT64),
                        field("id", 1, FieldDescriptorProto.Type.TYPE_STRING)),
                List.of());
        server.registerFile(
                3,
                "trips-value",
                "",
                trip(
                        field("id", 1, FieldDescriptorProto.Type.TYPE_STRING),
                        field("place", 2, FieldDescriptorProto.Type.TYPE_STRING)),
                List.of());
        FormatDefinition definition = read("", "id: string\nlate: int\nplace: string");

        assertThat(definition.values(record(1, FIRST, new byte[] {10, 1, 'a', 16, 5})))
                .isEqualTo("a, 5, null");
        assertThat(definition.values(record(2, FIRST, new byte[] {24, 5, 10, 1, 'b'})))
                .isEqualTo("b, -3, null");
        assertThat(definition.values(record(3, FIRST, new byte[] {10, 1, 'c', 18, 1, 'x'})))
                .isEqualTo("c, null, x");
        assertThat(definition.values(record(3, FIRST, new byte[] {10, 1, 'c'}))).isEqualTo("c, null, ");
    }

    @Test
    void file_thatImportsOthers_isReadWithThem() {
        FileDescriptorProto money = FileDescriptorProto.newBuilder()
                .setName("made/elsewhere.proto")
                .setPackage("pay")
                .setSyntax("proto3")
                .addMessageType(message("Money", field("cents", 1, FieldDescriptorProto.Type.TYPE_INT64)))
                .build();
        FileDescriptorProto order = FileDescriptorProto.newBuilder()
                .setName("default")
                .setSyntax("proto3")
                .addDependency("pay/money.proto")
                .addDependency("google/protobuf/timestamp.proto")
                .addDependency("confluent/meta.proto")
                .addMessageType(message(
                        "Order",
                        field("total", 1, FieldDescriptorProto.Type.TYPE_MESSAGE)
                                .setTypeName(".pay.Money"),
                        field("at", 2, FieldDescriptorProto.Type.TYPE_MESSAGE)
                                .setTypeName(".google.protobuf.Timestamp"),
                        field("meta", 3, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".confluent.Meta")))
                .build();
        server.registerFile(5, "pay.money", "", money.toByteArray(), List.of());
        server.registerFile(
                6,
                "orders-value",
                "",
                order.toByteArray(),
                List.of(Map.of("name", "pay/money.proto", "subject", "pay.money", "version", 1)));
        byte[] record = {10, 2, 8, 100, 18, 2, 8, 60, 26, 2, 10, 0};

        assertThat(read("", "cents: {type: long, path: total.cents}\nat: timestamp")
                        .values(record(6, FIRST, record)))
                .isEqualTo("100, 1970-01-01T00:01:00Z");
        assertThat(read("", "doc: {type: string, path: meta.doc}").refusal(record(6, FIRST, record)))
                .isEqualTo(
                        "unknown-schema: the schema of id 6 cannot be used: confluent.Meta, which a field is read from, is of a"
                                + " file that the registry does not refer to");
    }

    @Test
    void records_ofSchemasThatCannotBeUsed_areRefused() {
        server.registerFile(1, "a-value", "", "syntax = \"proto3\";".getBytes(StandardCharsets.UTF_8), List.of());
        server.registerFile(
                2,
                "b-value",
                "",
                FileDescriptorProto.newBuilder()
                        .setName("b")
                        .addDependency("c.proto")
                        .build()
                        .toByteArray(),
                List.of(Map.of("name", "c.proto", "subject", "c", "version", 1)));
        server.registerFile(
                4,
                "d-value",
                "",
                FileDescriptorProto.newBuilder()
                        .setName("d")
                        .addDependency("d.proto")
                        .build()
                        .toByteArray(),
                List.of(Map.of("name", "d.proto", "subject", "d-value", "version", 1)));
        server.registerFile(7, "orders-value", "", ProtoMessages.file("shop.proto"), List.of());
        server.registerText(3, "JSON", "{}");
        server.registerText(8, "PROTOBUF", "syntax = \"proto3\"; message A {}");
        FormatDefinition definition = read("", "id: string");

        assertThat(refusal(definition, 9)).isEqualTo("unknown-schema: the schema registry has no schema of id 9");
        assertThat(refusal(definition, -9)).isEqualTo("unknown-schema: the schema registry has no schema of id -9");
        assertThat(refusal(definition, 1))
                .startsWith("unknown-schema: the schema of id 1 cannot be used: the registry gives the text");
        assertThat(refusal(definition, 2))
                .isEqualTo(
                        "unknown-schema: the schema of id 2 cannot be used: it refers to version 1 of \"c\", which the registry"
                                + " does not have");
        assertThat(refusal(definition, 4))
                .startsWith("unknown-schema: the schema of id 4 cannot be used: it refers to more than");
        assertThat(refusal(definition, 3))
                .isEqualTo("unknown-schema: the schema of id 3 cannot be used: it is of the type JSON, not PROTOBUF");
        assertThat(refusal(definition, 8))
                .isEqualTo(
                        "unknown-schema: the schema of id 8 cannot be used: the registry gives the text of a .proto file where a"
                                + " descriptor was asked for (format=serialized); write event.protobuf.descriptor and message, with framing:"
                                + " confluent, instead of registry");
        assertThat(definition.refusal(record(7, new byte[] {2, 40}, new byte[0])))
                .isEqualTo("unknown-schema: the schema of id 7 has no message [20], which the record is");
        assertThat(definition.refusal(new byte[] {0, 0, 0, 0, 7}))
                .startsWith("not-protobuf: the record does not begin with a zero");
        assertThat(definition.refusal(new byte[] {0, 0, 0, 0, 7, 1})).startsWith("not-protobuf");
        assertThat(definition.refusal(new byte[] {0, 0, 0, 0, 7, 4, 0})).startsWith("not-protobuf");
        assertThat(definition.refusal(new byte[] {0, 0, 0, 0, 7, -1, -1, -1, -1, -1, 1}))
                .startsWith("not-protobuf");
        assertThat(definition.refusal(new byte[] {10, 1, 'a'})).startsWith("not-protobuf");
    }

    @Test
    void registry_thatIsAway_isNoFaultOfTheRecord() {
        server.answerAlways(401, "");
        FormatDefinition definition = read("", "id: string");

        assertThatThrownBy(() -> definition.decode(record(1, FIRST, new byte[0])))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void headers_withADescriptorFile_needNoRegistry() {
        FormatDefinition definition = FormatDefinition.of(
                "protobuf\nprotobuf: {descriptor: shop.desc, message: shop.Order.Card, framing: confluent}",
                "number: string",
                Map.of("shop.desc", ProtoMessages.SHOP));
        byte[] card = ProtoMessages.of("shop.Order.Card", "number: \"9\"");

        assertThat(definition.values(record(1, new byte[] {4, 0, 0}, card))).isEqualTo("9");
        assertThat(definition.values(record(99, new byte[] {4, 0, 6}, card)))
                .as("as serializers count that take the entries of three maps for messages")
                .isEqualTo("9");
        assertThat(definition.refusal(record(1, FIRST, card)))
                .isEqualTo(
                        "unknown-schema: the record is message [0] of its file, and shop.Order.Card is message [0, 0]");
        assertThat(definition.refusal(card)).startsWith("not-protobuf: the record does not begin with a zero");
    }

    @Test
    void format_sentToAnExecutor_isTheSameThere() throws Exception {
        FormatDefinition definition = ProtoMessages.orders("id: string");
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        new ObjectOutputStream(sent).writeObject(definition.pipeline().event().format());
        Object received = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray())).readObject();

        assertThat(received).isEqualTo(definition.pipeline().event().format());
        assertThat(((ProtobufFormat) received).descriptor().length())
                .as("nothing of the other file")
                .isLessThan(ProtoMessages.SHOP.length * 4 / 3);
    }

    private static String refusal(FormatDefinition definition, int id) {
        return definition.refusal(record(id, FIRST, new byte[0]));
    }

    private FormatDefinition read(String more, String fields) {
        return FormatDefinition.of(
                "protobuf\nprotobuf: {" + more + "registry: {url: \"" + server.url() + "\"}}", fields, Map.of());
    }

    private static byte[] trip(FieldDescriptorProto.Builder... fields) {
        return FileDescriptorProto.newBuilder()
                .setName("trip.proto")
                .setSyntax("proto3")
                .addMessageType(message("Trip", fields))
                .build()
                .toByteArray();
    }

    private static DescriptorProto.Builder message(String name, FieldDescriptorProto.Builder... fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (FieldDescriptorProto.Builder field : fields) {
            message.addField(field);
        }
        return message;
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setType(type);
    }

    private static byte[] record(int id, byte[] indexes, byte[] message) {
        return ByteBuffer.allocate(5 + indexes.length + message.length)
                .put((byte) 0)
                .putInt(id)
                .put(indexes)
                .put(message)
                .array();
    }
}
