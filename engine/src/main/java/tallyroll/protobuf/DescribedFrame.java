package tallyroll.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import tallyroll.bytes.Slice;
import tallyroll.decode.RejectCode;
import tallyroll.protobuf.ProtobufDecoder.Frame;
import tallyroll.protobuf.ProtobufDecoder.Opened;

/** Confluent's header before a message that a descriptor file describes: no registry is asked, whatever the id. */
final class DescribedFrame implements Frame {
    private final Descriptor message;
    private final int[] path;

    /** As serializers count that take the entries of maps for messages. */
    private final int[] pathWithEntries;

    private final Opened opened;
    private final ConfluentHeader header = new ConfluentHeader();

    DescribedFrame(Descriptor message, MessageStep step) {
        this.message = message;
        path = path(message, nested -> !nested.getOptions().getMapEntry());
        pathWithEntries = path(message, nested -> true);
        opened = Opened.of(step);
    }

    @Override
    public Opened open(Slice raw) {
        if (!header.read(raw)) {
            return Opened.refused(RejectCode.NOT_PROTOBUF.because(RegistryFrame.NO_HEADER));
        }
        return header.has(path) || header.has(pathWithEntries)
                ? opened
                : Opened.refused(RejectCode.UNKNOWN_SCHEMA.because("the record is message " + header.path()
                        + " of its file, and " + message.getFullName() + " is message " + Arrays.toString(path)));
    }

    @Override
    public int header() {
        return header.length();
    }

    private static int[] path(Descriptor message, Predicate<Descriptor> counted) {
        List<Integer> path = new ArrayList<>();
        Descriptor at = message;
        for (Descriptor around = at.getContainingType(); around != null; around = at.getContainingType()) {
            path.add(around.getNestedTypes().stream().filter(counted).toList().indexOf(at));
            at = around;
        }
        path.add(at.getIndex());
        Collections.reverse(path);
        return path.stream().mapToInt(Integer::intValue).toArray();
    }
}
