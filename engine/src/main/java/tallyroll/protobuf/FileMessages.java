package tallyroll.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.decode.Decoding;
import tallyroll.decode.RejectCode;
import tallyroll.format.Wanted;
import tallyroll.protobuf.ProtobufDecoder.Opened;

/** The messages of a registered file, each made ready when the first record of it comes. Not thread-safe. */
final class FileMessages {
    private final Opened refused;
    private final int id;
    private final FileDescriptor file;
    private final String message;
    private final Wanted wanted;
    private final Map<List<Integer>, Opened> opened = new HashMap<>();
    private Opened first;

    private FileMessages(Opened refused, int id, FileDescriptor file, String message, Wanted wanted) {
        this.refused = refused;
        this.id = id;
        this.file = file;
        this.message = message;
        this.wanted = wanted;
    }

    static FileMessages of(int id, FileDescriptor file, String message, Wanted wanted) {
        return new FileMessages(null, id, file, message, wanted);
    }

    /** Of a schema that cannot be used. */
    static FileMessages refused(Decoding why) {
        return new FileMessages(Opened.refused(why), 0, null, "", null);
    }

    Opened open(ConfluentHeader header) {
        if (refused != null) {
            return refused;
        }
        if (header.count() == 1 && header.index(0) == 0) {
            if (first == null) {
                first = open(List.of(0));
            }
            return first;
        }
        List<Integer> path = header.path();
        Opened known = opened.get(path);
        return known != null ? known : open(path);
    }

    private Opened open(List<Integer> path) {
        Optional<Descriptor> found = find(path);
        if (found.isEmpty()) {
            // not kept, for any number of paths lead nowhere
            return Opened.refused(RejectCode.UNKNOWN_SCHEMA.because(
                    "the schema of id " + id + " has no message " + path + ", which the record is"));
        }
        Opened made = open(found.get());
        opened.put(path, made);
        return made;
    }

    private Opened open(Descriptor type) {
        if (!message.isEmpty() && !type.getFullName().equals(message)) {
            return Opened.refused(RejectCode.UNKNOWN_SCHEMA.because(
                    "the record is a " + type.getFullName() + ", and event.protobuf.message is " + message));
        }
        return RegisteredFiles.unknown(type, wanted)
                .map(unknown -> Opened.refused(
                        RejectCode.UNKNOWN_SCHEMA.because("the schema of id " + id + " cannot be used: " + unknown
                                + ", which a field is read from, is of a file that the registry does not refer to")))
                .orElseGet(() -> Opened.of(Steps.of(type, wanted)));
    }

    private Optional<Descriptor> find(List<Integer> path) {
        List<Descriptor> here = file.getMessageTypes();
        Descriptor found = null;
        for (int index : path) {
            if (index >= here.size()) {
                return Optional.empty();
            }
            found = here.get(index);
            here = found.getNestedTypes().stream()
                    .filter(nested -> !nested.getOptions().getMapEntry())
                    .toList();
        }
        return Optional.ofNullable(found);
    }
}
