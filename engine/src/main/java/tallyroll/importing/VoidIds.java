package tallyroll.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tallyroll.decode.Decoding;
import tallyroll.decode.WrittenIdentity;
import tallyroll.event.Event;
import tallyroll.importing.Corrections.Wanted;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;

/**
 * Reads lines that each name an event by its id, and perhaps its time: as CSV, the fields of the id and then the time, or as a JSON object
 * with these names. An id of one field needs no quotes unless there is a comma in it.
 */
public final class VoidIds {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int MAX_CHARS = 10_000;

    private final WrittenIdentity identity;
    private final List<String> columns;
    private final String time;

    /** @param source whose ids they are, of which incarnation */
    public VoidIds(Pipeline pipeline, String source) {
        identity = new WrittenIdentity(pipeline.event().ofRecorded(), source);
        columns = identity.columns();
        time = pipeline.event().timeField();
    }

    /**
     * @param where it stands, for the message
     * @throws InvalidRequestException where it names no event
     */
    public Wanted read(String line, String where) {
        if (line.length() > MAX_CHARS) {
            throw none(where, "it has " + line.length() + " characters; at most " + MAX_CHARS + " are an id");
        }
        List<String> texts = line.startsWith("{") ? object(line, where) : columns(line, where);
        Decoding read = identity.read(texts.subList(0, columns.size()));
        if (!read.ok()) {
            throw none(where, read.reason());
        }
        Event event = identity.event();
        long high = event.identityHigh();
        long low = event.identityLow();
        if (texts.size() == columns.size()) {
            return new Wanted(line, high, low, OptionalLong.empty());
        }
        Decoding timed = identity.readTime(texts.get(columns.size()));
        if (!timed.ok()) {
            throw none(where, "its time: " + timed.reason());
        }
        return new Wanted(line, high, low, OptionalLong.of(event.timeMicros()));
    }

    private List<String> object(String line, String where) {
        List<String> texts = new ArrayList<>();
        try {
            JsonNode object = JSON.readTree(line);
            for (String column : columns) {
                JsonNode value = object.path(column);
                if (!value.isValueNode() || value.isNull()) {
                    throw none(where, "it lacks \"" + column + "\"; an id is " + String.join(", ", columns));
                }
                texts.add(value.asText());
            }
            if (object.path(time).isValueNode() && !columns.contains(time)) {
                texts.add(object.path(time).asText());
            }
        } catch (JsonProcessingException broken) {
            throw none(where, "it is no JSON object: " + broken.getOriginalMessage());
        }
        return texts;
    }

    private List<String> columns(String line, String where) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                text.append(c);
                i++;
            } else if (c == '"' && (quoted || text.length() == 0)) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                texts.add(text.toString());
                text.setLength(0);
            } else {
                text.append(c);
            }
        }
        texts.add(text.toString());
        if (texts.size() < columns.size() || texts.size() > columns.size() + 1) {
            throw none(
                    where,
                    "it has " + texts.size() + " columns; an id is " + String.join(", ", columns)
                            + ", and the event's time may follow. What has a comma in it is written \"in quotes\"");
        }
        return texts;
    }

    private static InvalidRequestException none(String where, String why) {
        return new InvalidRequestException("Cannot take " + where + " for an event's id: " + why);
    }
}
