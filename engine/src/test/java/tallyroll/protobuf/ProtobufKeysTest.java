package tallyroll.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.format.FormatDefinition;

/** What a definition of format protobuf may say, and what is wrong with others. */
class ProtobufKeysTest {
    private static final Map<String, byte[]> FILES = Map.of(
            "shop.desc",
            ProtoMessages.SHOP,
            "text.desc",
            "syntax = \"proto3\";".getBytes(StandardCharsets.UTF_8),
            "empty.desc",
            new byte[0],
            "alone.desc",
            set(FileDescriptorProto.newBuilder().setName("a.proto").addDependency("b.proto")),
            "circle.desc",
            set(
                    FileDescriptorProto.newBuilder().setName("a.proto").addDependency("b.proto"),
                    FileDescriptorProto.newBuilder().setName("b.proto").addDependency("a.proto")),
            "broken.desc",
            set(FileDescriptorProto.newBuilder()
                    .setName("a.proto")
                    .addMessageType(DescriptorProto.newBuilder()
                            .setName("A")
                            .addField(FieldDescriptorProto.newBuilder()
                                    .setName("b")
                                    .setNumber(1)
                                    .setTypeName("B")))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "protobuf | id: string | event.protobuf: needs the key \"descriptor\" or \"registry\"",
                "protobuf⏎protobuf: {message: shop.Order} | id: string | event.protobuf: needs the key \"descriptor\" or \"registry\"",
                "json⏎protobuf: {descriptor: shop.desc} | id: string | event.protobuf: has no meaning for format json; remove it, or write"
                        + " format: protobuf",
                "protobuf⏎protobuf: {descriptor: shop.desc, message: shop.Item, registry: {url: \"http://a:1\"}} | id: string |"
                        + " event.protobuf.descriptor: says what the registry says too: records are read by the schema that they were"
                        + " written with; write one of the two",
                "protobuf⏎protobuf: {framing: none, registry: {url: \"http://a:1\"}} | id: string | event.protobuf.framing: framing none has"
                        + " no ids for a registry; write framing: confluent, or none of it",
                "protobuf⏎protobuf: {registry: {url: \"http://a:1\"}} | id: string | none",
                "protobuf⏎protobuf: {registry: {url: \"http://a:1\"}, message: shop.Order, framing: confluent} | id: string | none",
                "protobuf⏎protobuf: {registry: {url: \"http://a:1\"}} | v: {type: string, path: \"a[*]\"} | event.fields.v.path: the field"
                        + " \"v\" has the path \"a[*]\", which leads to many values by its *, and a field holds one; name an index, as in"
                        + " items[0].price",
                "protobuf⏎protobuf: {descriptor: none.desc, message: a} | id: string | event.protobuf.descriptor: the file \"none.desc\""
                        + " cannot be read: there is no such file; a relative path starts at the definition's directory",
                "protobuf⏎protobuf: {descriptor: text.desc, message: a} | id: string | event.protobuf.descriptor: the file \"text.desc\" is"
                        + " not a descriptor set; make one of .proto files: protoc --include_imports --descriptor_set_out=FILE",
                "protobuf⏎protobuf: {descriptor: empty.desc, message: a} | id: string | event.protobuf.descriptor: the file \"empty.desc\" is"
                        + " not a descriptor set; make one of .proto files: protoc --include_imports --descriptor_set_out=FILE",
                "protobuf⏎protobuf: {descriptor: alone.desc, message: a} | id: string | event.protobuf.descriptor: the file \"alone.desc\""
                        + " does not hold \"b.proto\", which \"a.proto\" imports; make it with protoc --include_imports",
                "protobuf⏎protobuf: {descriptor: circle.desc, message: a} | id: string | event.protobuf.descriptor: the file \"circle.desc\""
                        + " has files that import each other: a.proto, b.proto",
                "protobuf⏎protobuf: {descriptor: broken.desc, message: A} | id: string | event.protobuf.descriptor: the file \"broken.desc\""
                        + " holds a file that cannot be used: A.b: \"B\" is not defined.",
                "protobuf⏎protobuf: {descriptor: shop.desc} | id: string | event.protobuf: needs the key \"message\": which message of the"
                        + " descriptor file a record is; Messages: google.protobuf.BoolValue, google.protobuf.BytesValue,"
                        + " google.protobuf.DoubleValue, google.protobuf.Duration, google.protobuf.FloatValue, google.protobuf.Int32Value,"
                        + " google.protobuf.Int64Value, google.protobuf.ListValue, google.protobuf.StringValue, google.protobuf.Struct,"
                        + " google.protobuf.Timestamp, google.protobuf.UInt32Value, google.protobuf.UInt64Value, google.protobuf.Value,"
                        + " shop.Customer, shop.Item, shop.Legacy, shop.Legacy.Part, shop.Order, shop.Order.Card",
                "protobuf⏎protobuf: {descriptor: shop.desc, message: shop.Order}⏎explode: items | id: string | event.explode: \"items\": events of"
                        + " format protobuf cannot be taken"
                        + " out of one record by it; read items of an array by their index, as in items[0].price, or have the producer send a"
                        + " record for each",
                "protobuf⏎protobuf: {descriptor: shop.desc, message: shop.Order, framing: header} | id: string | event.protobuf.framing:"
                        + " \"header\": is none of none, confluent"
            })
    void definition_ofProtobuf_isHeldAgainstItsFiles(String format, String field, String faults) {
        assertThat(FormatDefinition.faults(format.replace('⏎', '\n'), field, FILES))
                .isEqualTo(faults);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "shop.Order | v: {type: string, path: id} | none",
                "shop.Order.Card | v: {type: string, path: number} | none",
                "shop.Order | v: {type: timestamp, path: at} | none",
                "shop.Item | ID: string | event.fields.ID: the field \"ID\" is read from \"ID\", and there is no \"ID\" in shop.Item;"
                        + " Fields: sku, price, tags",
                "shop.Item | v: {type: string, path: skus} | event.fields.v.path: the field \"v\" is read from \"skus\", and there is no"
                        + " \"skus\" in shop.Item; did you mean \"sku\"? Fields: sku, price, tags",
                "shop.Item | v: {type: string, path: sku.x} | event.fields.v.path: the field \"v\" is read from \"sku.x\", and there is no"
                        + " \"x\" in a string",
                "shop.Item | v: {type: string, path: tags} | event.fields.v.path: the field \"v\" is a string, and the message has a list at"
                        + " \"tags\"; name an item: tags[0]",
                "shop.Order | v: {type: string, path: items.sku} | event.fields.v.path: the field \"v\" is read from \"items.sku\", and there"
                        + " is no \"sku\" in a list; name an item of the list by its index, as in items[0].price",
                "shop.Order | v: {type: string, path: \"labels[0]\"} | event.fields.v.path: the field \"v\" is read from \"labels[0]\", and"
                        + " there is no \"[0]\" in a map; name a value of the map by its key, as in labels[\"a.b\"]",
                "shop.Order | v: {type: string, path: by_number.x.sku} | event.fields.v.path: the field \"v\" is read from"
                        + " \"by_number.x.sku\", and there is no \"x\" in a map whose keys are int32",
                "shop.Order | v: {type: string, path: customer} | event.fields.v.path: the field \"v\" is a string, and the message has a"
                        + " message at \"customer\"",
                "shop.Order | v: {type: boolean, path: i32} | event.fields.v.path: the field \"v\" is a boolean, and the message has an int32"
                        + " at \"i32\"",
                "shop.Order | v: {type: double, path: state} | event.fields.v.path: the field \"v\" is a double, and the message has an enum"
                        + " at \"state\"",
                "shop.Order | v: {type: long, path: at} | event.fields.v.path: the field \"v\" is a long, and the message has a Timestamp at"
                        + " \"at\"; declare it as timestamp, or read its seconds since 1970: at.seconds",
                "shop.Order | v: {type: timestamp, path: i64} | event.fields.v.path: the field \"v\" is a timestamp, and the message has an"
                        + " int64 at \"i64\"",
                "shop.Orders | id: string | event.protobuf.message: \"shop.Orders\": the file \"shop.desc\" has no such message; did you mean"
                        + " \"shop.Order\"? Messages: google.protobuf.BoolValue, google.protobuf.BytesValue, google.protobuf.DoubleValue,"
                        + " google.protobuf.Duration, google.protobuf.FloatValue, google.protobuf.Int32Value, google.protobuf.Int64Value,"
                        + " google.protobuf.ListValue, google.protobuf.StringValue, google.protobuf.Struct, google.protobuf.Timestamp,"
                        + " google.protobuf.UInt32Value, google.protobuf.UInt64Value, google.protobuf.Value, shop.Customer, shop.Item,"
                        + " shop.Legacy, shop.Legacy.Part, shop.Order, shop.Order.Card"
            })
    void fields_ofAMessage_areHeldAgainstIt(String message, String field, String faults) {
        String format = "protobuf\nprotobuf: {descriptor: shop.desc, message: " + message + "}";

        assertThat(FormatDefinition.faults(format, field, FILES)).isEqualTo(faults);
    }

    private static byte[] set(FileDescriptorProto.Builder... files) {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        for (FileDescriptorProto.Builder file : files) {
            set.addFile(file);
        }
        return set.build().toByteArray();
    }
}
