package tallyroll.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import tallyroll.control.Quarantine;

/** What a claim leaves out, in the JSON of the control row. */
final class QuarantineText {
    private QuarantineText() {}

    static void put(ArrayNode events, Quarantine quarantine) {
        quarantine.events().forEach(event -> events.addObject()
                .put("source", event.source())
                .put("partition", event.partition())
                .put("offset", event.offset())
                .put("reason", event.reason()));
    }

    /** @param events missing where nothing is left out */
    static Quarantine read(JsonNode events) {
        List<Quarantine.Event> read = new ArrayList<>();
        events.forEach(event -> read.add(new Quarantine.Event(
                event.path("source").asText(),
                event.path("partition").asInt(),
                event.path("offset").asLong(),
                event.path("reason").asText())));
        return new Quarantine(read);
    }
}
