package tallyroll.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import tallyroll.pipeline.Shape.Text;

/** The grammar as JSON Schema, draft 2020-12. A value with a variable in it is right as far as a schema can know. */
final class SchemaText {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String VARIABLE = "\\$\\{";

    private SchemaText() {}

    static String of(Shape.Section definition) throws JsonProcessingException {
        ObjectNode root = NODES.objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Tallyroll pipeline definition");
        root.setAll(schema(definition));
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        return new ObjectMapper().writer(printer).writeValueAsString(root) + "\n";
    }

    private static ObjectNode schema(Shape shape) {
        if (shape instanceof Shape.Section section) {
            return section(section);
        }
        if (shape instanceof Shape.Named named) {
            ObjectNode node = NODES.objectNode().put("type", "object").put("minProperties", 1);
            node.putObject("propertyNames").put("pattern", whole(named.name().pattern()));
            node.set("additionalProperties", schema(named.each()));
            return node;
        }
        if (shape instanceof Shape.Either either) {
            return anyOf(schema(either.single()), schema(either.section()));
        }
        if (shape instanceof Shape.Listing listing) {
            ObjectNode list = NODES.objectNode().put("type", "array").put("minItems", listing.mayBeEmpty() ? 0 : 1);
            list.set("items", schema(listing.item()));
            return listing.single() ? anyOf(schema(listing.item()), list) : list;
        }
        return shape instanceof Shape.Word word ? word(word) : text((Text) shape);
    }

    private static ObjectNode section(Shape.Section section) {
        ObjectNode node = NODES.objectNode().put("type", "object");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (Key key : section.keys()) {
            ObjectNode described = NODES.objectNode().put("description", key.meaning());
            if (!key.byDefault().isEmpty()) {
                described.put("default", key.byDefault());
            }
            described.setAll(schema(key.shape()));
            properties.set(key.name(), described);
            if (key.required()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        if (!section.choices().isEmpty()) {
            ArrayNode all = node.putArray("allOf");
            section.choices().forEach(choice -> all.add(exactlyOne(choice)));
        }
        return node.put("additionalProperties", false);
    }

    private static ObjectNode exactlyOne(List<String> keys) {
        ObjectNode node = NODES.objectNode();
        ArrayNode each = node.putArray("oneOf");
        keys.forEach(key -> each.addObject().putArray("required").add(key));
        return node;
    }

    private static ObjectNode word(Shape.Word word) {
        ObjectNode constant = NODES.objectNode();
        ArrayNode words = constant.putArray("enum");
        for (String one : word.words()) {
            words.add(one);
            switch (one) {
                case "null" -> words.addNull();
                case "true", "false" -> words.add(Boolean.parseBoolean(one));
                default -> {
                    if (one.chars().allMatch(Character::isDigit)) {
                        words.add(Integer.parseInt(one));
                    }
                }
            }
        }
        return anyOf(constant, NODES.objectNode().put("type", "string").put("pattern", VARIABLE));
    }

    private static ObjectNode text(Text text) {
        ObjectNode node = NODES.objectNode();
        if (text.equals(Grammar.SCALAR)) {
            node.putArray("type").add("string").add("number").add("boolean");
        } else if (text.pattern().equals(Grammar.INTEGER.pattern())
                || text.pattern().equals(Grammar.SIZE.pattern())) {
            node.putArray("type").add("string").add("integer");
            node.put("minimum", 1);
        } else if (text.pattern().equals(SourceGrammar.OFFSET.pattern())) {
            node.putArray("type").add("string").add("integer");
            node.put("minimum", 0);
        } else {
            node.put("type", "string").put("minLength", 1);
        }
        return text.pattern().isEmpty() ? node : node.put("pattern", whole(text.pattern()) + "|" + VARIABLE);
    }

    private static ObjectNode anyOf(ObjectNode one, ObjectNode other) {
        ObjectNode node = NODES.objectNode();
        node.putArray("anyOf").add(one).add(other);
        return node;
    }

    private static String whole(String pattern) {
        return "^(" + pattern + ")$";
    }
}
