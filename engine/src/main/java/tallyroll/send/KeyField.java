package tallyroll.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tallyroll.bytes.Slice;

/**
 * The field of a JSON event that becomes the key of its record, so that events of one key are in one partition.
 *
 * @param name of a field of the event's outermost object
 */
public record KeyField(String name) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Its value as text; empty where the event has none, or one that is neither text, number nor truth value. */
    public Optional<byte[]> of(Slice event) {
        try (JsonParser json = JSON.createParser(event.array(), event.from(), event.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = json.currentName().equals(name);
                JsonToken value = json.nextToken();
                if (found) {
                    return value != null && value.isScalarValue() && value != JsonToken.VALUE_NULL
                            ? Optional.of(json.getText().getBytes(StandardCharsets.UTF_8))
                            : Optional.empty();
                }
                json.skipChildren();
            }
            return Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
