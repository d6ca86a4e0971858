package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType.Kind;
import tallyroll.event.Identity;
import tallyroll.event.TransportField;
import tallyroll.time.Micros;

/** Fills the fields that the transport gives: the key of a Kafka record, a header. Not thread-safe. */
final class TransportFields {
    private final List<Reader> readers = new ArrayList<>();
    private final Slice topic;

    boolean none() {
        return readers.isEmpty();
    }

    private record Reader(TransportField what, byte[] kept, FieldReader field, int slot) {}

    /** @param source as ranges name it */
    TransportFields(EventSchema schema, String source) {
        topic = Slice.of(Identity.sourceOfIds(source));
        for (int slot = 0; slot < schema.size(); slot++) {
            Field field = schema.field(slot);
            int at = slot;
            TransportField.of(field.path())
                    .ifPresent(what -> readers.add(new Reader(
                            what,
                            what.kept(field.path()).getBytes(StandardCharsets.UTF_8),
                            new FieldReader(field, at),
                            at)));
        }
    }

    Decoding read(Message message, int partition, long position, Event into) {
        for (int i = 0; i < readers.size(); i++) {
            Decoding read = read(readers.get(i), message, partition, position, into);
            if (!read.ok()) {
                return read;
            }
        }
        return Decoding.OK;
    }

    private Decoding read(Reader reader, Message message, int partition, long position, Event into) {
        switch (reader.what) {
            case KAFKA_TOPIC -> into.putText(reader.slot, topic);
            case KAFKA_PARTITION -> into.putLong(reader.slot, partition);
            case KAFKA_OFFSET -> into.putLong(reader.slot, position);
            default -> {
                Slice bytes = message.beside(reader.kept);
                return bytes == null ? Decoding.OK : beside(reader, bytes, into);
            }
        }
        return Decoding.OK;
    }

    private static Decoding beside(Reader reader, Slice bytes, Event into) {
        if (reader.what == TransportField.KAFKA_TIMESTAMP || reader.what == TransportField.RECEIVER_TIME) {
            return time(reader, bytes, into);
        }
        if (!Utf8.valid(bytes)) {
            return RejectCode.NOT_UTF8.because("field \"" + reader.field.field().name() + "\": "
                    + reader.field.field().path() + " is not valid UTF-8 (" + Seen.bytes(bytes) + ")");
        }
        return bytes.isEmpty() && reader.field.field().type().kind() != Kind.STRING
                ? Decoding.OK
                : reader.field.text(bytes, into);
    }

    /** Eight bytes of ms since 1970. */
    private static Decoding time(Reader reader, Slice bytes, Event into) {
        long millis = bytes.length() == Long.BYTES ? BigEndian.longAt(bytes.array(), bytes.from()) : -1;
        if (millis < 0 || millis > Civil.LAST / Micros.PER_MILLI) {
            return RejectCode.OUT_OF_RANGE.because(
                    "field \"" + reader.field.field().name() + "\": "
                            + reader.field.field().path() + " says " + millis
                            + " ms since 1970, which lies outside the years 1970 to 9999");
        }
        boolean timestamp = reader.field.field().type().kind() == Kind.TIMESTAMP;
        into.putLong(reader.slot, timestamp ? millis * Micros.PER_MILLI : millis);
        return Decoding.OK;
    }
}
