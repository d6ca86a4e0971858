package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.event.CloudEventHeaders;
import tallyroll.event.Event;
import tallyroll.event.EventEnvelope;
import tallyroll.event.EventSchema;

/** The attributes of CloudEvents in binary mode, from the headers of one transport. Not thread-safe. */
final class BinaryAttributes {
    private final CloudEventHeaders binding;
    private final byte[] version;
    private final List<Attribute> attributes = new ArrayList<>();

    private record Attribute(byte[] header, FieldReader field) {}

    BinaryAttributes(EventSchema schema, CloudEventHeaders binding) {
        this.binding = binding;
        version = name(CloudEventHeaders.REQUIRED.get(0));
        for (int slot = 0; slot < schema.size(); slot++) {
            if (EventEnvelope.holds(schema.field(slot))) {
                attributes.add(new Attribute(
                        name(EventEnvelope.attribute(schema.field(slot))), new FieldReader(schema.field(slot), slot)));
            }
        }
    }

    private byte[] name(String attribute) {
        return binding.kept(attribute).getBytes(StandardCharsets.UTF_8);
    }

    boolean binary(Message message) {
        return message.beside(version) != null;
    }

    Decoding read(Message message, Event into) {
        for (String required : CloudEventHeaders.REQUIRED) {
            Optional<Slice> value = message.beside(binding.kept(required));
            Decoding read = CloudEventsDecoder.required(required, value, message);
            if (!read.ok()) {
                return read;
            }
        }
        for (Attribute attribute : attributes) {
            Slice value = message.beside(attribute.header);
            Decoding read = value == null ? Decoding.OK : read(attribute.field, value, into);
            if (!read.ok()) {
                return read;
            }
        }
        return Decoding.OK;
    }

    private Decoding read(FieldReader field, Slice header, Event into) {
        Slice value = binding == CloudEventHeaders.HTTP ? percentDecoded(header) : header;
        if (!Utf8.valid(value)) {
            return RejectCode.NOT_UTF8.because("field \"" + field.field().name() + "\": the header of "
                    + field.field().path() + " is not valid UTF-8 (" + Seen.bytes(header) + ")");
        }
        return field.text(value, into);
    }

    /** The bytes that a header of HTTP stands for; a percent sign without two digits stands for itself. */
    static Slice percentDecoded(Slice header) {
        byte[] in = header.toByteArray();
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            out[length++] = low < 0 ? in[i] : (byte) (high << 4 | low);
            i += low < 0 ? 0 : 2;
        }
        return Slice.of(out, 0, length);
    }
}
