package tallyroll.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.Aspect;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;

/** The stored definition as a part of the control row's text, see docs/formats. */
final class DefinitionText {
    private DefinitionText() {}

    static ObjectNode write(StoredDefinition definition) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("aspects", aspects(definition.aspects()));
        ArrayNode rollups = node.putArray("rollups");
        for (StoredRollup rollup : definition.rollups()) {
            ObjectNode written = rollups.addObject().put("name", rollup.name());
            written.set("aspects", aspects(rollup.aspects()));
            ArrayNode tables = written.putArray("tables");
            rollup.tables().forEach(tables::add);
            if (!rollup.redefined().equals(Redefined.NEVER)) {
                written.set("redefined", redefined(rollup.redefined()));
            }
            if (!rollup.parts().isEmpty()) {
                ObjectNode parts = written.putObject("parts");
                new TreeMap<>(rollup.parts()).forEach((part, redefined) -> parts.set(part, redefined(redefined)));
            }
            rollup.droppedAfter().ifPresent(batch -> written.put("droppedAfter", batch));
        }
        return node;
    }

    static StoredDefinition read(JsonNode node) {
        List<StoredRollup> rollups = new ArrayList<>();
        for (JsonNode rollup : ControlText.need(node, "rollups")) {
            List<String> tables = new ArrayList<>();
            ControlText.need(rollup, "tables").forEach(table -> tables.add(table.textValue()));
            rollups.add(new StoredRollup(
                    ControlText.need(rollup, "name").textValue(),
                    aspects(ControlText.need(rollup, "aspects")),
                    tables,
                    rollup.has("redefined") ? redefined(rollup.get("redefined")) : Redefined.NEVER,
                    parts(rollup.path("parts")),
                    rollup.has("droppedAfter")
                            ? OptionalLong.of(ControlText.number(rollup, "droppedAfter"))
                            : OptionalLong.empty()));
        }
        return new StoredDefinition(aspects(ControlText.need(node, "aspects")), rollups);
    }

    private static ObjectNode redefined(Redefined redefined) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("batch", redefined.batch())
                .put("until", redefined.until())
                .put("micros", redefined.micros());
        return redefined.forgotten() == Redefined.NOTHING ? node : node.put("forgotten", redefined.forgotten());
    }

    private static Redefined redefined(JsonNode node) {
        return new Redefined(
                ControlText.number(node, "batch"),
                ControlText.number(node, "until"),
                ControlText.number(node, "micros"),
                node.has("forgotten") ? ControlText.number(node, "forgotten") : Redefined.NOTHING);
    }

    private static Map<String, Redefined> parts(JsonNode node) {
        Map<String, Redefined> parts = new HashMap<>();
        node.properties().forEach(part -> parts.put(part.getKey(), redefined(part.getValue())));
        return parts;
    }

    private static ObjectNode aspects(List<Aspect> aspects) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        aspects.forEach(aspect -> node.put(aspect.key(), aspect.value()));
        return node;
    }

    private static List<Aspect> aspects(JsonNode node) {
        List<Aspect> aspects = new ArrayList<>();
        node.properties()
                .forEach(aspect -> aspects.add(
                        new Aspect(aspect.getKey(), aspect.getValue().textValue())));
        return aspects;
    }
}
