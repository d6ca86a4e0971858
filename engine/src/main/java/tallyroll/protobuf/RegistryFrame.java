package tallyroll.protobuf;

import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.decode.RejectCode;
import tallyroll.format.Wanted;
import tallyroll.protobuf.ProtobufDecoder.Frame;
import tallyroll.protobuf.ProtobufDecoder.Opened;
import tallyroll.registry.KnownIds;
import tallyroll.registry.RegistryException;
import tallyroll.registry.SchemaRegistry;

/** Confluent's header before messages whose files a registry has: each is read as it was written. */
final class RegistryFrame implements Frame {
    static final String NO_HEADER =
            "the record does not begin with a zero, the id of a schema and which message of it follows, as those of a schema registry do";

    private final RegisteredFiles files;
    private final String message;
    private final Wanted wanted;
    private final KnownIds<FileMessages> known = new KnownIds<>(this::ask);
    private final ConfluentHeader header = new ConfluentHeader();

    /** @param message the only one that is read; empty: any */
    RegistryFrame(SchemaRegistry registry, String message, Wanted wanted) {
        files = new RegisteredFiles(registry);
        this.message = message;
        this.wanted = wanted;
    }

    @Override
    public Opened open(Slice raw) {
        if (!header.read(raw)) {
            return Opened.refused(RejectCode.NOT_PROTOBUF.because(NO_HEADER));
        }
        FileMessages messages = known.find(header.id());
        return messages == null
                ? Opened.refused(
                        RejectCode.UNKNOWN_SCHEMA.because("the schema registry has no schema of id " + header.id()))
                : messages.open(header);
    }

    @Override
    public int header() {
        return header.length();
    }

    private Optional<FileMessages> ask(int id) {
        String why;
        try {
            return files.find(id).map(file -> FileMessages.of(id, file, message, wanted));
        } catch (BadDescriptorException bad) {
            why = bad.getMessage();
        } catch (RegistryException noAnswer) {
            throw noAnswer;
        } catch (RuntimeException unreadable) {
            why = "it cannot be read (" + unreadable.getClass().getSimpleName() + ")";
        } catch (StackOverflowError tooDeep) {
            why = "it is nested too deep";
        }
        return Optional.of(FileMessages.refused(
                RejectCode.UNKNOWN_SCHEMA.because("the schema of id " + id + " cannot be used: " + why)));
    }
}
