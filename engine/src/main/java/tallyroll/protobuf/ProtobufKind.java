package tallyroll.protobuf;

import java.util.Optional;
import tallyroll.pipeline.CheckedFormat;
import tallyroll.pipeline.FormatKind;
import tallyroll.pipeline.FormatSection;
import tallyroll.pipeline.SourceKey;
import tallyroll.pipeline.SourceSection;
import tallyroll.pipeline.SourceSettings;
import tallyroll.pipeline.ValueType;
import tallyroll.pipeline.Words;
import tallyroll.pipeline.WrittenFile;
import tallyroll.registry.RegistryKeys;
import tallyroll.registry.RegistrySpec;

/** {@code event: {format: protobuf, protobuf: {descriptor: orders.desc, message: shop.Order}}}; see docs/payloads. */
public final class ProtobufKind implements FormatKind {
    static final String NAME = "protobuf";

    static final SourceKey<WrittenFile> DESCRIPTOR = SourceKey.optional(
            "descriptor",
            ValueType.FILE,
            "a file that protoc --include_imports --descriptor_set_out made of the .proto files",
            "orders.desc");
    static final SourceKey<String> MESSAGE = SourceKey.optional(
            "message",
            ValueType.TEXT,
            "the full name of the message that records are; with a registry, records of other messages are dead letters",
            "shop.v1.Order");
    static final SourceKey<SourceSettings> REGISTRY =
            RegistryKeys.key("where the schemas are whose ids stand before messages; instead of descriptor");
    static final SourceKey<ProtobufFraming> FRAMING = SourceKey.optional(
            "framing",
            ValueType.oneOf(ProtobufFraming.class, ProtobufFraming::label),
            "what stands before a message: nothing, or the id of a schema in a registry; confluent with a registry, and none without one, "
                    + "if not given",
            "confluent");

    private static final SourceSection SECTION = SourceSection.of(DESCRIPTOR, MESSAGE, FRAMING, REGISTRY);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String meaning() {
        return "how Protobuf is written; needed for format protobuf, and only there";
    }

    @Override
    public SourceSection section() {
        return SECTION;
    }

    @Override
    public Optional<CheckedFormat> read(FormatSection section) {
        SourceSettings settings = section.settings();
        Optional<SourceSettings> registry = settings.find(REGISTRY);
        Optional<WrittenFile> descriptor = settings.find(DESCRIPTOR);
        if (registry.isPresent() && descriptor.isPresent()) {
            section.error(
                    DESCRIPTOR,
                    "says what the registry says too: records are read by the schema that they were written with",
                    "write one of the two");
            return Optional.empty();
        }
        if (registry.isPresent()) {
            return registered(registry.get(), section);
        }
        if (descriptor.isEmpty()) {
            section.error("needs the key \"descriptor\" or \"registry\"", "");
            return Optional.empty();
        }
        return described(descriptor.get(), section);
    }

    private static Optional<CheckedFormat> registered(SourceSettings registry, FormatSection section) {
        if (section.settings().find(FRAMING).orElse(ProtobufFraming.CONFLUENT) != ProtobufFraming.CONFLUENT) {
            section.error(FRAMING, "framing none has no ids for a registry", "write framing: confluent, or none of it");
            return Optional.empty();
        }
        Optional<RegistrySpec> spec = RegistryKeys.read(registry, section);
        return spec.map(found ->
                new ProtobufFormat("", section.settings().find(MESSAGE).orElse(""), ProtobufFraming.CONFLUENT, found));
    }

    private static Optional<CheckedFormat> described(WrittenFile file, FormatSection section) {
        Optional<byte[]> bytes = section.bytes(file);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        DescriptorFile descriptors;
        try {
            descriptors = DescriptorFile.parse(bytes.get());
        } catch (BadDescriptorException bad) {
            section.error(
                    file,
                    bad.getMessage(),
                    bad.getMessage().startsWith("is not")
                            ? "make one of .proto files: protoc --include_imports --descriptor_set_out=FILE"
                            : "");
            return Optional.empty();
        }
        Optional<String> name = section.settings().find(MESSAGE);
        if (name.isEmpty()) {
            section.error(
                    "needs the key \"message\": which message of the descriptor file a record is",
                    "Messages: " + String.join(", ", descriptors.messages()));
            return Optional.empty();
        }
        ProtobufFraming framing = section.settings().find(FRAMING).orElse(ProtobufFraming.NONE);
        Optional<CheckedFormat> format = descriptors
                .message(name.get())
                .map(message -> new ProtobufFormat(descriptors.pruned(message), name.get(), framing, null));
        if (format.isEmpty()) {
            section.error(
                    MESSAGE,
                    "\"" + name.get() + "\": the file \"" + file.path() + "\" has no such message",
                    Words.suggestion(name.get(), descriptors.messages(), "Messages"));
        }
        return format;
    }
}
