package tallyroll.protobuf;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a FileDescriptorSet, linked. */
final class DescriptorFile {
    /** Imports need not bring these. */
    private static final Map<String, FileDescriptor> BUILT_IN = Stream.of(
                    AnyProto.getDescriptor(),
                    ApiProto.getDescriptor(),
                    com.google.protobuf.DescriptorProtos.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    SourceContextProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    TypeProto.getDescriptor(),
                    WrappersProto.getDescriptor())
            .collect(Collectors.toUnmodifiableMap(FileDescriptor::getName, file -> file));

    private final Map<String, FileDescriptorProto> written = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> linked = new HashMap<>();

    private DescriptorFile(FileDescriptorSet set) {
        for (FileDescriptorProto file : set.getFileList()) {
            written.put(
                    file.getName(),
                    file.toBuilder().clearSourceCodeInfo().clearService().build());
        }
    }

    /** A file of Google's own, by its name; empty where there is none. */
    static Optional<FileDescriptor> builtIn(String name) {
        return Optional.ofNullable(BUILT_IN.get(name));
    }

    /** @throws BadDescriptorException whose message says what is wrong with the bytes */
    static DescriptorFile parse(byte[] bytes) throws BadDescriptorException {
        DescriptorFile file;
        try {
            file = new DescriptorFile(FileDescriptorSet.parseFrom(bytes));
        } catch (InvalidProtocolBufferException notOne) {
            throw new BadDescriptorException("is not a descriptor set");
        }
        if (file.written.isEmpty()) {
            throw new BadDescriptorException("is not a descriptor set");
        }
        for (String name : file.written.keySet()) {
            file.link(name, new LinkedHashSet<>());
        }
        return file;
    }

    /** What {@link #pruned} gave. */
    static DescriptorFile ofPruned(String text) {
        try {
            return parse(Base64.getDecoder().decode(text));
        } catch (BadDescriptorException impossible) {
            throw new IllegalStateException("a descriptor set that was read once is none", impossible);
        }
    }

    /** The full names of all messages that a record could be. */
    List<String> messages() {
        List<String> names = new ArrayList<>();
        linked.values().forEach(file -> file.getMessageTypes().forEach(message -> add(message, names)));
        return names.stream().sorted().toList();
    }

    /** A message by its full name. */
    Optional<Descriptor> message(String name) {
        return linked.values().stream()
                .flatMap(file -> file.getMessageTypes().stream())
                .flatMap(message -> find(message, name))
                .findFirst();
    }

    /** The set again, without what a message does not need. */
    String pruned(Descriptor message) {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        needed(message.getFile(), new LinkedHashSet<>()).forEach(name -> {
            if (written.containsKey(name)) {
                set.addFile(written.get(name));
            }
        });
        return Base64.getEncoder().encodeToString(set.build().toByteArray());
    }

    private static Set<String> needed(FileDescriptor file, Set<String> names) {
        if (!names.contains(file.getName())) {
            file.getDependencies().forEach(imported -> needed(imported, names));
            names.add(file.getName());
        }
        return names;
    }

    private FileDescriptor link(String name, Set<String> importing) throws BadDescriptorException {
        FileDescriptor known = linked.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto file = written.get(name);
        if (!importing.add(name)) {
            throw new BadDescriptorException("has files that import each other: " + String.join(", ", importing));
        }
        List<FileDescriptor> imports = new ArrayList<>();
        for (String imported : file.getDependencyList()) {
            if (!written.containsKey(imported) && !BUILT_IN.containsKey(imported)) {
                throw new BadDescriptorException("does not hold \"" + imported + "\", which \"" + name
                        + "\" imports; make it with protoc --include_imports");
            }
            imports.add(written.containsKey(imported) ? link(imported, importing) : BUILT_IN.get(imported));
        }
        importing.remove(name);
        try {
            FileDescriptor built = FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new));
            linked.put(name, built);
            return built;
        } catch (DescriptorValidationException faulty) {
            throw new BadDescriptorException("holds a file that cannot be used: " + faulty.getMessage());
        }
    }

    private static void add(Descriptor message, List<String> names) {
        if (!message.getOptions().getMapEntry()) {
            names.add(message.getFullName());
            message.getNestedTypes().forEach(nested -> add(nested, names));
        }
    }

    private static Stream<Descriptor> find(Descriptor message, String name) {
        if (message.getFullName().equals(name)) {
            return Stream.of(message);
        }
        return name.startsWith(message.getFullName() + ".")
                ? message.getNestedTypes().stream().flatMap(nested -> find(nested, name))
                : Stream.empty();
    }
}
