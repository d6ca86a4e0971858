package tallyroll.store;

import static tallyroll.store.ControlText.need;
import static tallyroll.store.ControlText.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import tallyroll.control.ForgetClaim;
import tallyroll.control.Forgotten;
import tallyroll.control.Forgotten.Dropped;

/** How far the record was forgotten, and the claims that do it, as parts of {@link ControlText}. */
final class ForgottenText {
    private ForgottenText() {}

    static ObjectNode write(Forgotten forgotten) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("acceptedFrom", forgotten.acceptedFrom())
                .put("eventsBefore", forgotten.eventsBefore())
                .put("identitiesBefore", forgotten.identitiesBefore())
                .put("droppedBefore", forgotten.droppedBefore())
                .put("atMicros", forgotten.atMicros());
        node.putObject("dropped")
                .put("buckets", forgotten.dropped().buckets())
                .put("events", forgotten.dropped().events())
                .put("bytes", forgotten.dropped().bytes());
        return node;
    }

    static Forgotten read(JsonNode node) {
        JsonNode dropped = need(node, "dropped");
        return new Forgotten(
                number(node, "acceptedFrom"),
                number(node, "eventsBefore"),
                number(node, "identitiesBefore"),
                number(node, "droppedBefore"),
                new Dropped(number(dropped, "buckets"), number(dropped, "events"), number(dropped, "bytes")),
                number(node, "atMicros"));
    }

    static ObjectNode put(ObjectNode node, ForgetClaim claim) {
        ObjectNode content = node.putObject("forget");
        content.set("after", write(claim.after()));
        ArrayNode events = content.putArray("events");
        claim.events().forEach(events::add);
        ArrayNode whole = content.putArray("whole");
        claim.whole().forEach(whole::add);
        return node;
    }

    static ForgetClaim claim(long batch, long writeTimestamp, int slice, JsonNode content) {
        return new ForgetClaim(
                batch,
                writeTimestamp,
                slice,
                read(need(content, "after")),
                buckets(need(content, "events")),
                buckets(need(content, "whole")));
    }

    private static List<Long> buckets(JsonNode nodes) {
        List<Long> buckets = new ArrayList<>();
        nodes.forEach(bucket -> buckets.add(bucket.longValue()));
        return buckets;
    }
}
