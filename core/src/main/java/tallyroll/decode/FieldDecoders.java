package tallyroll.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Field;
import tallyroll.event.Missing;
import tallyroll.event.TransportField;

/** Makes the decoder of a definition's format. */
public final class FieldDecoders {
    private FieldDecoders() {}

    /**
     * A decoder for one task; it is not thread-safe.
     *
     * @throws IllegalArgumentException where a pattern, zone or column of the definition cannot be used
     */
    public static FieldDecoder of(EventSpec spec) {
        FieldDecoder decoder =
                switch (spec.envelope()) {
                    case NONE -> of(spec, spec.schema());
                    case CLOUDEVENTS -> new CloudEventsDecoder(spec);
                    case DEBEZIUM -> new DebeziumDecoder(spec);
                    case MAXWELL -> new MaxwellDecoder(spec);
                };
        return Unwrapping.before(decoder, spec);
    }

    /** A decoder of other fields, at paths from the root of a record in the definition's format, whose bytes are as the format has them. */
    static FieldDecoder of(EventSpec spec, EventSchema schema) {
        List<FieldReader> readers = new ArrayList<>();
        for (int slot = 0; slot < schema.size(); slot++) {
            if (!schema.field(slot).derived()
                    && TransportField.of(schema.field(slot).path()).isEmpty()) {
                readers.add(new FieldReader(schema.field(slot), slot));
            }
        }
        return format(spec, readers);
    }

    private static FieldDecoder format(EventSpec spec, List<FieldReader> readers) {
        if (spec.format() instanceof ByteFormat format) {
            return format.decoder(readers);
        }
        if (spec.format() == Format.TEXT) {
            return new TextDecoder(TextPattern.compile(spec.payload().pattern()), readers);
        }
        return spec.format() == Format.CSV ? new CsvDecoder(spec.csv(), readers) : new JsonDecoder(readers);
    }

    /** What makes a field's pattern, zone or default unusable, for checking a definition before anything runs. */
    public static Optional<String> fault(Field field) {
        try {
            Event event = new Event(new EventSchema(List.of(field)));
            Decoding read = readDefault(field, event, 0);
            if (read.ok() && event.isNull(0) && field.missing().kind() == Missing.Kind.DEFAULT) {
                return Optional.of("the default stands for no value");
            }
            return read.ok() ? Optional.empty() : Optional.of("the default cannot be read: " + read.reason());
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Reads a field's default into its slot, where it has one. */
    static Decoding readDefault(Field field, Event into, int slot) {
        FieldReader reader = new FieldReader(field, slot);
        if (field.missing().kind() != Missing.Kind.DEFAULT) {
            return Decoding.OK;
        }
        return reader.text(Slice.of(field.missing().value()), into);
    }
}
