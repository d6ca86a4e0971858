package tallyroll.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.format.Wanted;
import tallyroll.registry.RegisteredSchema;
import tallyroll.registry.RegisteredSchema.Reference;
import tallyroll.registry.SchemaRegistry;

/**
 * Files of messages that a registry has, with those that they import.
 *
 * <p>They are asked for as descriptors ({@code format=serialized}), not as the text of a .proto file: what the text means is for protoc to say.
 */
final class RegisteredFiles {
    private static final String SERIALIZED = "format=serialized";
    private static final int MAX_FILES = 200;
    private static final int MAX_LEVELS = 50;

    /** What Google's library names the file of a type that it was not given. */
    private static final String PLACEHOLDER = ".placeholder.proto";

    private final SchemaRegistry registry;

    RegisteredFiles(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * The file under an id; empty where there is none.
     *
     * @throws BadDescriptorException where it cannot be read, or refers to what is not there
     */
    Optional<FileDescriptor> find(int id) throws BadDescriptorException {
        Optional<RegisteredSchema> registered = registry.schema(id, SERIALIZED);
        return registered.isEmpty() ? Optional.empty() : Optional.of(link(registered.get(), "", new HashMap<>(), 0));
    }

    /** A type whose values are read, by name, that the registry did not give; empty where there is none. */
    static Optional<String> unknown(Descriptor message, Wanted wanted) {
        for (FieldDescriptor field : message.getFields()) {
            Wanted below = wanted.below(field.getName());
            Optional<String> unknown = below == null ? Optional.empty() : unknown(field, below);
            if (unknown.isPresent()) {
                return unknown;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unknown(FieldDescriptor field, Wanted wanted) {
        if (field.getType() == FieldDescriptor.Type.ENUM) {
            return isPlaceholder(field.getEnumType().getFile())
                    ? Optional.of(field.getEnumType().getFullName())
                    : Optional.empty();
        }
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return Optional.empty();
        }
        Descriptor type = field.getMessageType();
        if (isPlaceholder(type.getFile())) {
            return Optional.of(type.getFullName());
        }
        if (!field.isRepeated()) {
            return unknown(type, wanted);
        }
        return wanted.below().values().stream()
                .map(item -> field.isMapField() ? unknown(type.findFieldByNumber(2), item) : unknown(type, item))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isPlaceholder(FileDescriptor file) {
        return file.getName().endsWith(PLACEHOLDER);
    }

    /** @param name by which others import it; empty for the file that was asked for */
    private FileDescriptor link(RegisteredSchema schema, String name, Map<String, FileDescriptor> linked, int level)
            throws BadDescriptorException {
        if (linked.size() > MAX_FILES || level > MAX_LEVELS) {
            throw new BadDescriptorException("it refers to more than " + MAX_FILES + " others, or to itself");
        }
        FileDescriptorProto file = parse(schema, name);
        List<FileDescriptor> imports = new ArrayList<>();
        for (String imported : file.getDependencyList()) {
            Optional<Reference> reference = schema.references().stream()
                    .filter(one -> one.name().equals(imported))
                    .findFirst();
            if (linked.containsKey(imported)) {
                imports.add(linked.get(imported));
            } else if (reference.isPresent()) {
                FileDescriptor found = link(referred(reference.get()), imported, linked, level + 1);
                linked.put(imported, found);
                imports.add(found);
            } else {
                // a file that no registry refers to, such as confluent/meta.proto: its types are unknown
                DescriptorFile.builtIn(imported).ifPresent(imports::add);
            }
        }
        try {
            return FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new), true);
        } catch (DescriptorValidationException faulty) {
            throw new BadDescriptorException(faulty.getMessage());
        }
    }

    private RegisteredSchema referred(Reference reference) throws BadDescriptorException {
        Optional<RegisteredSchema> named = registry.schema(reference, "");
        Optional<RegisteredSchema> found = named.isEmpty() || named.get().id() <= 0
                ? Optional.empty()
                : registry.schema(named.get().id(), SERIALIZED);
        return found.orElseThrow(() -> new BadDescriptorException("it refers to version " + reference.version()
                + " of \"" + reference.subject() + "\", which the registry does not have"));
    }

    /** By the name that others import it by, which need not be the one that it had where it was made. */
    private static FileDescriptorProto parse(RegisteredSchema schema, String name) throws BadDescriptorException {
        if (!schema.type().equals("PROTOBUF")) {
            throw new BadDescriptorException("it is of the type " + schema.type() + ", not PROTOBUF");
        }
        try {
            FileDescriptorProto file = FileDescriptorProto.parseFrom(
                    Base64.getDecoder().decode(schema.text().strip()));
            return name.isEmpty() ? file : file.toBuilder().setName(name).build();
        } catch (InvalidProtocolBufferException | IllegalArgumentException text) {
            throw new BadDescriptorException(
                    "the registry gives the text of a .proto file where a descriptor was asked for (" + SERIALIZED
                            + "); write event.protobuf.descriptor and message, with framing: confluent, instead of registry");
        }
    }
}
