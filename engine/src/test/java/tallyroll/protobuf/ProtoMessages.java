package tallyroll.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import tallyroll.format.FormatDefinition;

/** Messages of shop.proto and legacy.proto as Google's own library writes them. */
final class ProtoMessages {
    static final byte[] SHOP = resource("shop.desc");

    private ProtoMessages() {}

    /** @param text in Protobuf's text format */
    static byte[] of(String message, String text) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(descriptor(message));
        try {
            TextFormat.getParser().merge(text, builder);
        } catch (TextFormat.ParseException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
        return builder.buildPartial().toByteArray();
    }

    static byte[] order(String text) {
        return of("shop.Order", text);
    }

    static Descriptor descriptor(String message) {
        try {
            return DescriptorFile.parse(SHOP).message(message).orElseThrow();
        } catch (BadDescriptorException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A definition that reads fields of a message. */
    static FormatDefinition definition(String message, String fields) {
        return FormatDefinition.of(
                "protobuf\nprotobuf: {descriptor: shop.desc, message: " + message + "}",
                fields,
                Map.of("shop.desc", SHOP));
    }

    static FormatDefinition orders(String fields) {
        return definition("shop.Order", fields);
    }

    /** A file's descriptor, alone. */
    static byte[] file(String name) {
        try {
            return FileDescriptorSet.parseFrom(SHOP).getFileList().stream()
                    .filter(file -> file.getName().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] resource(String name) {
        try (InputStream in = ProtoMessages.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
