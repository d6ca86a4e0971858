package tallyroll.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.List;
import java.util.Optional;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.FieldReader;
import tallyroll.event.Field;
import tallyroll.format.Wanted;
import tallyroll.pipeline.CheckedFormat;
import tallyroll.pipeline.Secret;
import tallyroll.protobuf.ProtobufDecoder.Frame;
import tallyroll.protobuf.ProtobufDecoder.Opened;
import tallyroll.registry.RegistrySpec;
import tallyroll.registry.SchemaRegistry;

/**
 * Protobuf as a definition describes it.
 *
 * @param descriptor a descriptor set, as {@link DescriptorFile#pruned} gives it; empty with a registry
 * @param message the full name of the message that records are; with a registry it may be empty: any
 * @param framing what stands before a message
 * @param registry has the schemas that messages are written with; null where there is none
 */
record ProtobufFormat(String descriptor, String message, ProtobufFraming framing, RegistrySpec registry)
        implements CheckedFormat {
    @Override
    public String label() {
        return ProtobufKind.NAME;
    }

    @Override
    public String encoding() {
        return "framing " + framing.label();
    }

    /** A message that changes changes the fields that are read from what changed; see {@link #writtenAs}. */
    @Override
    public String readAs() {
        if (registry == null) {
            return "";
        }
        return message.isEmpty() ? "the message that a record is" : "message " + message;
    }

    @Override
    public String writtenAs(Field field) {
        return registry == null ? MessagePaths.written(described(), field) : "";
    }

    @Override
    public FieldDecoder decoder(List<FieldReader> fields) {
        Wanted.Tree tree = Wanted.Tree.of(fields);
        return new ProtobufDecoder(tree, frame(tree.root()));
    }

    @Override
    public Optional<Unreadable> unreadable(Field field) {
        return registry == null ? MessagePaths.unreadable(described(), field) : MessagePaths.notAPath(field);
    }

    @Override
    public List<Secret> secrets() {
        return registry == null ? List.of() : List.of(registry.password());
    }

    private Frame frame(Wanted wanted) {
        if (registry != null) {
            return new RegistryFrame(SchemaRegistry.of(registry), message, wanted);
        }
        Descriptor described = described();
        MessageStep step = Steps.of(described, wanted);
        return framing == ProtobufFraming.CONFLUENT
                ? new DescribedFrame(described, step)
                : new PlainFrame(Opened.of(step));
    }

    private Descriptor described() {
        return DescriptorFile.ofPruned(descriptor).message(message).orElseThrow();
    }

    /** Without the descriptor, which may be long. */
    @Override
    public String toString() {
        return "ProtobufFormat[" + message + ", " + framing.label() + "]";
    }
}
