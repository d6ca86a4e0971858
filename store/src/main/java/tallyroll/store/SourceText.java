package tallyroll.store;

import static tallyroll.store.ControlText.need;
import static tallyroll.store.ControlText.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tallyroll.control.LastRead;
import tallyroll.control.SourceState;

/** What is known of sources, as it stands in the text of a control row. */
final class SourceText {
    private SourceText() {}

    static ObjectNode write(Map<String, SourceState> sources) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(sources).forEach((name, source) -> root.set(name, write(source)));
        return root;
    }

    private static ObjectNode write(SourceState source) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", source.id())
                .put("incarnation", source.incarnation())
                .put("holes", source.holes());
        ObjectNode read = node.putObject("read");
        new TreeMap<>(source.read()).forEach((partition, last) -> read.putObject(partition.toString())
                .put("offset", last.offset())
                .put("leaderEpoch", last.leaderEpoch())
                .put("end", last.end()));
        if (!source.skips().isEmpty()) {
            ControlText.put(node.putArray("skips"), source.skips());
        }
        return node;
    }

    static Map<String, SourceState> read(JsonNode root) {
        Map<String, SourceState> sources = new HashMap<>();
        root.properties().forEach(source -> sources.put(source.getKey(), source(source.getValue())));
        return sources;
    }

    private static SourceState source(JsonNode node) {
        Map<Integer, LastRead> read = new HashMap<>();
        need(node, "read")
                .properties()
                .forEach(partition -> read.put(Integer.valueOf(partition.getKey()), last(partition.getValue())));
        return new SourceState(
                need(node, "id").textValue(),
                (int) number(node, "incarnation"),
                read,
                ControlText.ranges(node.path("skips")),
                number(node, "holes"));
    }

    private static LastRead last(JsonNode node) {
        return new LastRead(number(node, "offset"), (int) number(node, "leaderEpoch"), number(node, "end"));
    }
}
