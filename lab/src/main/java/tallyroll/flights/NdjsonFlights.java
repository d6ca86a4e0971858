package tallyroll.flights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** One JSON object per line. */
final class NdjsonFlights extends LineFlights {
    private final ObjectMapper json = new ObjectMapper();

    NdjsonFlights(Path file) throws IOException {
        super(file);
    }

    @Override
    Flight read(String text, long rowNumber) throws IOException {
        JsonNode flight = json.readTree(text);
        return new Flight(
                flight.has("id") ? flight.get("id").asText() : Long.toString(rowNumber),
                minute(need(flight, "date").asText()),
                need(flight, "delay").asInt(),
                need(flight, "distance").asInt(),
                need(flight, "origin").asText(),
                need(flight, "destination").asText());
    }

    private JsonNode need(JsonNode flight, String field) {
        JsonNode value = flight.get(field);
        if (value == null || value.isNull()) {
            throw unreadable("a flight needs \"" + field + "\"", null);
        }
        return value;
    }
}
