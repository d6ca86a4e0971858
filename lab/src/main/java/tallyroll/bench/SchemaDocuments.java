package tallyroll.bench;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TimestampProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import tallyroll.bench.ParserDocument.Contender;
import tallyroll.decode.FieldDecoders;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/** Records of the formats with a schema, Avro and Protobuf: the same flights and orders in both, beside each format's own library. */
final class SchemaDocuments {
    private static final String DEFINITION = """
            pipeline: bench
            source: {kafka: {bootstrap: "localhost:9092", topic: bench}}
            event:
              format: %s
              id: id
              time: at
              fields: %s
            strategy: idempotent-direct
            record: {bucket: 1h}
            rollups: {all: {by: [%s], every: [1h, 1d], measures: {n: count, sum: sum(%s), spread: quantiles(%s)}}}
            """;
    private static final String FLIGHT =
            "{id: string, at: timestamp, origin: string, destination: string, delay: int, distance: int}";
    private static final String ORDER =
            "{id: string, at: timestamp, country: {path: customer.country, type: string}, shop: {path: shop.id, type: string},"
                    + " cents: long, pieces: int, express: boolean}";

    private SchemaDocuments() {}

    /** @param orders how many */
    static List<ParserDocument> of(List<Flight> flights, int orders) {
        List<Map<String, Object>> flightValues =
                flights.stream().map(SchemaDocuments::flight).toList();
        List<Map<String, Object>> orderValues = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < orders; i++) {
            orderValues.add(order(random, i));
        }
        Function<String, String> byOrigin = format -> DEFINITION.formatted(format, FLIGHT, "origin", "delay", "delay");
        Function<String, String> byShop =
                format -> DEFINITION.formatted(format, ORDER, "country, shop", "cents", "cents");
        return List.of(
                avro("flights, Avro", "flight.avsc", byOrigin, flightValues),
                protobuf("flights, Protobuf", "Flight", byOrigin, flightValues),
                avro("orders, nested Avro", "order.avsc", byShop, orderValues),
                protobuf("orders, nested Protobuf", "Order", byShop, orderValues));
    }

    private static ParserDocument avro(
            String name, String file, Function<String, String> definition, List<Map<String, Object>> values) {
        Schema schema = new Schema.Parser().parse(new String(resource(file), StandardCharsets.UTF_8));
        Pipeline pipeline = parse(definition.apply("avro\n  avro: {schema: " + file + "}"));
        return new ParserDocument(
                name,
                values.stream().map(each -> avro(schema, each)).toList(),
                List.of(
                        new Contender("ours", pipeline, FieldDecoders::of),
                        new Contender(
                                "GenericDatumReader", pipeline, spec -> LibraryDecoder.avro(schema, spec.schema()))));
    }

    private static ParserDocument protobuf(
            String name, String message, Function<String, String> definition, List<Map<String, Object>> values) {
        Descriptor type = descriptor().findMessageTypeByName(message);
        Pipeline pipeline = parse(definition.apply(
                "protobuf\n  protobuf: {descriptor: bench.desc, message: " + type.getFullName() + "}"));
        return new ParserDocument(
                name,
                values.stream().map(each -> protobuf(type, each).toByteArray()).toList(),
                List.of(
                        new Contender("ours", pipeline, FieldDecoders::of),
                        new Contender(
                                "DynamicMessage", pipeline, spec -> LibraryDecoder.protobuf(type, spec.schema()))));
    }

    private static Map<String, Object> flight(Flight flight) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", flight.id());
        values.put("at", flight.minute() * 60_000);
        values.put("delay", flight.delay());
        values.put("distance", flight.distance());
        values.put("origin", flight.origin());
        values.put("destination", flight.destination());
        values.put("carrier", "Blue, Sky");
        values.put("tail", "N12345");
        return values;
    }

    /** Of some 800 bytes, most of them items that nobody reads. */
    private static Map<String, Object> order(SplittableRandom random, int number) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            items.add(Map.of(
                    "sku",
                    "SKU-%06d".formatted(random.nextInt(1_000_000)),
                    "name",
                    "Article number " + i,
                    "quantity",
                    random.nextInt(1, 5),
                    "cents",
                    (long) random.nextInt(20_000),
                    "attributes",
                    Map.of("colour", "blue", "size", "M", "returnable", "yes")));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", "o-" + number);
        values.put("at", 1_772_323_200_000L + number * 100L);
        values.put("shop", Map.of("id", "shop-" + random.nextInt(20), "channel", "web", "version", 3));
        values.put("currency", "EUR");
        values.put("cents", (long) random.nextInt(300_000));
        values.put("pieces", random.nextInt(1, 30));
        values.put(
                "customer",
                Map.of(
                        "id",
                        "c-" + random.nextInt(100_000),
                        "country",
                        Locale.getISOCountries()[random.nextInt(30)],
                        "segment",
                        "retail",
                        "street",
                        "Long Street 12",
                        "city",
                        "Utrecht"));
        values.put("items", items);
        values.put("express", random.nextInt(4) == 0);
        return values;
    }

    private static byte[] avro(Schema schema, Map<String, Object> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(schema).write(datum(schema, values), encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static Object datum(Schema schema, Object value) {
        if (schema.getType() == Schema.Type.RECORD) {
            GenericData.Record record = new GenericData.Record(schema);
            ((Map<?, ?>) value)
                    .forEach((name, each) -> record.put(
                            (String) name, datum(schema.getField((String) name).schema(), each)));
            return record;
        }
        return value instanceof List<?> items
                ? items.stream()
                        .map(each -> datum(schema.getElementType(), each))
                        .toList()
                : value;
    }

    private static Message protobuf(Descriptor type, Map<?, ?> values) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        values.forEach((name, value) -> set(message, type.findFieldByName((String) name), value));
        return message.build();
    }

    private static void set(DynamicMessage.Builder message, FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            ((Map<?, ?>) value).forEach((key, each) -> message.addRepeatedField(field, entry(field, key, each)));
        } else if (value instanceof List<?> items) {
            items.forEach(each -> message.addRepeatedField(field, protobuf(field.getMessageType(), (Map<?, ?>) each)));
        } else if (value instanceof Map<?, ?> inner) {
            message.setField(field, protobuf(field.getMessageType(), inner));
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            long millis = (long) value;
            message.setField(
                    field,
                    protobuf(
                            field.getMessageType(),
                            Map.of(
                                    "seconds",
                                    Math.floorDiv(millis, 1_000L),
                                    "nanos",
                                    (int) Math.floorMod(millis, 1_000L) * 1_000_000)));
        } else {
            message.setField(field, value);
        }
    }

    private static Message entry(FieldDescriptor field, Object key, Object value) {
        DynamicMessage.Builder entry = DynamicMessage.newBuilder(field.getMessageType());
        return entry.setField(field.getMessageType().findFieldByNumber(1), key)
                .setField(field.getMessageType().findFieldByNumber(2), value)
                .build();
    }

    private static FileDescriptor descriptor() {
        try {
            FileDescriptorProto file = FileDescriptorSet.parseFrom(resource("bench.desc")).getFileList().stream()
                    .filter(each -> each.getPackage().equals("bench"))
                    .findFirst()
                    .orElseThrow();
            return FileDescriptor.buildFrom(file, new FileDescriptor[] {TimestampProto.getDescriptor()});
        } catch (IOException | DescriptorValidationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Pipeline parse(String yaml) {
        return Definition.parse(yaml, "bench", new Environment() {
            @Override
            public Optional<String> variable(String name) {
                return Optional.empty();
            }

            @Override
            public String file(Path path) {
                return new String(bytes(path), StandardCharsets.UTF_8);
            }

            @Override
            public byte[] bytes(Path path) {
                return resource(path.toString());
            }
        });
    }

    private static byte[] resource(String name) {
        try (InputStream in = SchemaDocuments.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
