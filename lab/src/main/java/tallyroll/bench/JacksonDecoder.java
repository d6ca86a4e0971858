package tallyroll.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.FieldReader;
import tallyroll.decode.Message;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;

/**
 * JSON by Jackson's streaming parser, as one would write it for speed: only declared values are looked at, no strings are made.
 */
final class JacksonDecoder implements FieldDecoder {
    private static final Slice NOTHING = new Slice();
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private final PathTree root;
    private final Utf8Buffer text = new Utf8Buffer();

    JacksonDecoder(EventSchema schema) {
        root = PathTree.of(schema);
    }

    @Override
    public Decoding decode(Message message, Event into) {
        Slice raw = message.value();
        into.clear();
        text.clear();
        try (JsonParser parser = FACTORY.createParser(raw.array(), raw.from(), raw.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Decoding("not-json", "not an object");
            }
            Decoding decoding = object(parser, root, into);
            return decoding.ok() && parser.nextToken() != null ? new Decoding("not-json", "trailing") : decoding;
        } catch (IOException e) {
            return new Decoding("not-json", e.getMessage());
        }
    }

    private Decoding object(JsonParser parser, PathTree path, Event into) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            PathTree child = path.child(name);
            JsonToken token = parser.nextToken();
            if (child == null) {
                parser.skipChildren();
                continue;
            }
            Decoding decoding =
                    token == JsonToken.START_OBJECT ? object(parser, child, into) : value(parser, child, into);
            if (!decoding.ok()) {
                return decoding;
            }
        }
        return Decoding.OK;
    }

    private Decoding value(JsonParser parser, PathTree path, Event into) throws IOException {
        Decoding decoding = Decoding.OK;
        for (int i = 0; decoding.ok() && i < path.readers().size(); i++) {
            decoding = value(parser, path.readers().get(i), into);
        }
        return decoding;
    }

    private Decoding value(JsonParser parser, FieldReader reader, Event into) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> {
                return Decoding.OK;
            }
            case VALUE_STRING -> {
                return reader.quoted(add(parser), into);
            }
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                    return reader.whole(parser.getLongValue(), NOTHING, into);
                }
                return reader.number(add(parser), into);
            }
            case VALUE_NUMBER_FLOAT -> {
                return reader.number(add(parser), into);
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return reader.bool(parser.getBooleanValue(), NOTHING, into);
            }
            default -> {
                return new Decoding("wrong-type", "an array");
            }
        }
    }

    private Slice add(JsonParser parser) throws IOException {
        return text.add(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
}
