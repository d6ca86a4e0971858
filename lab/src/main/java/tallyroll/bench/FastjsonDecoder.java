package tallyroll.bench;

import com.alibaba.fastjson2.JSONException;
import com.alibaba.fastjson2.JSONReader;
import java.nio.charset.StandardCharsets;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.FieldReader;
import tallyroll.decode.Message;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;

/** JSON by fastjson2's reader, which finds names by their hash. */
final class FastjsonDecoder implements FieldDecoder {
    private static final Slice NOTHING = new Slice();

    private final PathTree root;

    FastjsonDecoder(EventSchema schema) {
        root = PathTree.of(schema);
    }

    @Override
    public Decoding decode(Message message, Event into) {
        Slice raw = message.value();
        into.clear();
        try (JSONReader reader = JSONReader.of(raw.array(), raw.from(), raw.length(), StandardCharsets.UTF_8)) {
            Decoding decoding = object(reader, root, into);
            return decoding.ok() && !reader.isEnd() ? new Decoding("not-json", "trailing") : decoding;
        } catch (JSONException | IndexOutOfBoundsException e) {
            return new Decoding("not-json", String.valueOf(e.getMessage()));
        }
    }

    private static Decoding object(JSONReader reader, PathTree path, Event into) {
        if (!reader.nextIfObjectStart()) {
            return new Decoding("not-json", "not an object");
        }
        while (!reader.nextIfObjectEnd()) {
            PathTree child = path.child(reader.readFieldNameHashCode());
            if (child == null) {
                reader.skipValue();
                continue;
            }
            Decoding decoding = reader.isObject() ? object(reader, child, into) : value(reader, child, into);
            if (!decoding.ok()) {
                return decoding;
            }
        }
        return Decoding.OK;
    }

    /** Of several fields with one path, as the bench has none, the first. */
    private static Decoding value(JSONReader reader, PathTree path, Event into) {
        FieldReader field = path.readers().get(0);
        if (reader.nextIfNull()) {
            return Decoding.OK;
        }
        if (reader.isString()) {
            byte[] text = reader.readString().getBytes(StandardCharsets.UTF_8);
            return field.quoted(Slice.of(text), into);
        }
        if (reader.isNumber()) {
            switch (field.field().type().kind()) {
                case INT, LONG -> {
                    return field.whole(reader.readInt64Value(), NOTHING, into);
                }
                default -> {
                    byte[] text = reader.readBigDecimal().toString().getBytes(StandardCharsets.ISO_8859_1);
                    return field.number(Slice.of(text), into);
                }
            }
        }
        return field.bool(reader.readBoolValue(), NOTHING, into);
    }
}
