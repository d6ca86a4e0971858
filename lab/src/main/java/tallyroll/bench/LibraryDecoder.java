package tallyroll.bench;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.FieldReader;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;

/** Records read whole by the library of their format, as one would write it; then the declared values are looked up in what it made. */
final class LibraryDecoder {
    private static final Slice NOTHING = new Slice();

    private LibraryDecoder() {}

    /** A value of a record, which is made a field's. */
    @FunctionalInterface
    private interface Getter {
        Object of(Object record);
    }

    /** Avro's GenericDatumReader, of which record and decoder are used again. */
    static FieldDecoder avro(Schema schema, EventSchema fields) {
        List<FieldReader> readers = readers(fields);
        List<Getter> getters = new ArrayList<>();
        for (FieldReader reader : readers) {
            getters.add(avroGetter(schema, reader.field().path().split("[.]", -1)));
        }
        GenericDatumReader<IndexedRecord> library = new GenericDatumReader<>(schema);
        BinaryDecoder[] decoder = new BinaryDecoder[1];
        IndexedRecord[] record = new IndexedRecord[1];
        return (message, into) -> {
            Slice raw = message.value();
            decoder[0] = DecoderFactory.get().binaryDecoder(raw.array(), raw.from(), raw.length(), decoder[0]);
            try {
                record[0] = library.read(record[0], decoder[0]);
            } catch (IOException | RuntimeException broken) {
                record[0] = null;
                into.clear();
                return new Decoding("not-avro", "broken");
            }
            return fill(record[0], readers, getters, into);
        };
    }

    /** DynamicMessage of Google's library. */
    static FieldDecoder protobuf(Descriptor type, EventSchema fields) {
        List<FieldReader> readers = readers(fields);
        List<Getter> getters = new ArrayList<>();
        for (FieldReader reader : readers) {
            getters.add(protobufGetter(type, reader.field().path().split("[.]", -1)));
        }
        Parser<DynamicMessage> parser = DynamicMessage.getDefaultInstance(type).getParserForType();
        return (message, into) -> {
            Slice raw = message.value();
            try {
                return fill(parser.parseFrom(raw.array(), raw.from(), raw.length()), readers, getters, into);
            } catch (InvalidProtocolBufferException broken) {
                into.clear();
                return new Decoding("not-protobuf", "broken");
            }
        };
    }

    private static List<FieldReader> readers(EventSchema fields) {
        List<FieldReader> readers = new ArrayList<>();
        for (int slot = 0; slot < fields.size(); slot++) {
            readers.add(new FieldReader(fields.field(slot), slot));
        }
        return readers;
    }

    private static Getter avroGetter(Schema schema, String[] path) {
        int[] places = new int[path.length];
        Schema here = schema;
        for (int i = 0; i < path.length; i++) {
            Schema.Field field = here.getField(path[i]);
            places[i] = field.pos();
            here = field.schema();
        }
        boolean time = here.getLogicalType() != null;
        return record -> {
            Object value = record;
            for (int place : places) {
                value = ((IndexedRecord) value).get(place);
            }
            return time ? new Time((long) value * 1_000) : value;
        };
    }

    private static Getter protobufGetter(Descriptor type, String[] path) {
        FieldDescriptor[] fields = new FieldDescriptor[path.length];
        Descriptor here = type;
        for (int i = 0; i < path.length; i++) {
            fields[i] = here.findFieldByName(path[i]);
            here = fields[i].getJavaType() == FieldDescriptor.JavaType.MESSAGE ? fields[i].getMessageType() : null;
        }
        FieldDescriptor seconds = here == null ? null : here.findFieldByName("seconds");
        FieldDescriptor nanos = here == null ? null : here.findFieldByName("nanos");
        return record -> {
            Object value = record;
            for (FieldDescriptor field : fields) {
                value = ((Message) value).getField(field);
            }
            return seconds == null
                    ? value
                    : new Time((long) ((Message) value).getField(seconds) * 1_000_000
                            + (int) ((Message) value).getField(nanos) / 1_000L);
        };
    }

    /** µs since 1970. */
    private record Time(long micros) {}

    private static Decoding fill(Object record, List<FieldReader> readers, List<Getter> getters, Event into) {
        into.clear();
        Decoding decoding = Decoding.OK;
        for (int i = 0; decoding.ok() && i < readers.size(); i++) {
            decoding = fill(getters.get(i).of(record), readers.get(i), into);
        }
        return decoding;
    }

    private static Decoding fill(Object value, FieldReader reader, Event into) {
        if (value instanceof Utf8 text) {
            return reader.quoted(Slice.of(text.getBytes(), 0, text.getByteLength()), into);
        } else if (value instanceof String text) {
            return reader.quoted(Slice.of(text.getBytes(StandardCharsets.UTF_8)), into);
        } else if (value instanceof Time time) {
            return reader.instant(time.micros(), NOTHING, into);
        } else if (value instanceof Boolean yes) {
            return reader.bool(yes, NOTHING, into);
        }
        return reader.whole(((Number) value).longValue(), NOTHING, into);
    }
}
