package tallyroll.decode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.event.CloudEventHeaders;
import tallyroll.event.Event;
import tallyroll.event.EventEnvelope;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Field;
import tallyroll.event.TransportField;

/**
 * CNCF CloudEvents 1.0. In binary mode, which a {@code specversion} among the headers tells, attributes are headers and the value is the data. Else
 * the value is the envelope in structured JSON: the event is {@code data}, or the bytes that {@code data_base64} holds, which are the only
 * way to carry another format. What the specification requires of an envelope is required, since an empty id or source would make
 * many events one.
 */
final class CloudEventsDecoder implements FieldDecoder {
    private static final List<String> REQUIRED = CloudEventHeaders.REQUIRED;
    private static final String ENCODED = "data_base64";

    /** The fields as they stand in an envelope, and behind them what is required, then the encoded data. */
    private final FieldDecoder envelope;

    private final Event wide;
    private final int declared;

    /** Whether the data may be a value in the envelope. */
    private final boolean inline;

    private final CloudEventData data;
    private final List<BinaryAttributes> bindings = new ArrayList<>();

    CloudEventsDecoder(EventSpec spec) {
        EventSchema schema = spec.schema();
        EnvelopePaths paths = new EnvelopePaths("");
        declared = schema.size();
        inline = spec.format() == Format.JSON;
        List<Field> all = new ArrayList<>();
        schema.fields().forEach(field -> all.add(paths.field(field, "data")));
        REQUIRED.forEach(name -> all.add(paths.attribute(name)));
        all.add(paths.attribute(ENCODED));
        wide = new Event(new EventSchema(all));
        List<FieldReader> readers = new ArrayList<>();
        for (int slot = 0; slot < all.size(); slot++) {
            if (slot >= declared || inEnvelope(schema.field(slot))) {
                readers.add(new FieldReader(all.get(slot), slot));
            }
        }
        envelope = new JsonDecoder(readers);
        data = new CloudEventData(spec);
        for (CloudEventHeaders binding : CloudEventHeaders.values()) {
            bindings.add(new BinaryAttributes(schema, binding));
        }
    }

    private boolean inEnvelope(Field field) {
        return EventEnvelope.holds(field)
                || (inline
                        && !field.derived()
                        && TransportField.of(field.path()).isEmpty());
    }

    @Override
    public Decoding decode(Message message, Event into) {
        into.clear();
        for (BinaryAttributes binding : bindings) {
            if (binding.binary(message)) {
                Decoding read = binding.read(message, into);
                return read.ok() ? data.decode(message, into) : read;
            }
        }
        return structured(message, into);
    }

    private Decoding structured(Message message, Event into) {
        Decoding read = envelope.decode(message, wide);
        for (int i = 0; i < REQUIRED.size() && read.ok(); i++) {
            int slot = declared + i;
            Optional<Slice> value = wide.isNull(slot) ? Optional.empty() : Optional.of(wide.textAt(slot));
            read = required(REQUIRED.get(i), value, message);
        }
        if (!read.ok()) {
            return read;
        }
        for (int slot = 0; slot < declared; slot++) {
            into.copy(slot, wide, slot);
        }
        int encoded = declared + REQUIRED.size();
        if (!wide.isNull(encoded)) {
            return encoded(wide.textAt(encoded), message, into);
        }
        return inline
                ? Decoding.OK
                : RejectCode.BAD_ENVELOPE.because("the record has no \"" + ENCODED
                        + "\", in which a JSON envelope carries data that is not JSON: " + Seen.bytes(message.value()));
    }

    private Decoding encoded(Slice base64, Message message, Event into) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.toByteArray());
        } catch (IllegalArgumentException notBase64) {
            return RejectCode.BAD_ENVELOPE.because(
                    "\"" + ENCODED + "\" is not base64: " + notBase64.getMessage() + ": " + Seen.bytes(base64));
        }
        message.value(Slice.of(bytes));
        Decoding read = data.decode(message, into);
        return read.ok() ? read : new Decoding(read.code(), "in " + ENCODED + ", " + read.reason());
    }

    /** Whether an attribute that every CloudEvent has is there. */
    static Decoding required(String attribute, Optional<Slice> value, Message message) {
        if (value.isEmpty() || value.get().isEmpty()) {
            return RejectCode.BAD_ENVELOPE.because("the record has no \"" + attribute
                    + "\", which each CloudEvents envelope has: " + Seen.bytes(message.value()));
        }
        return REQUIRED.get(0).equals(attribute) && !value.get().text().startsWith("1.")
                ? RejectCode.BAD_ENVELOPE.because(
                        "the envelope is of CloudEvents " + Seen.bytes(value.get()) + "; 1.0 is read")
                : Decoding.OK;
    }
}
