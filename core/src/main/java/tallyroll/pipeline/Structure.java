package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tallyroll.pipeline.Value.Items;
import tallyroll.pipeline.Value.Scalar;

/**
 * Holds a YAML tree against its {@link Shape}: unknown, missing and repeated keys, wrong kinds, values that do not match. Only
 * keys of the shape are followed, so that a tree that contains itself by an alias comes to an end.
 */
final class Structure {
    /** Of what no shape describes; a tree may contain itself by an alias. */
    private static final int MAX_DEPTH = 8;

    private final DefinitionErrors faults;
    private final Substitution substitution;

    Structure(DefinitionErrors faults, Substitution substitution) {
        this.faults = faults;
        this.substitution = substitution;
    }

    /** The value as far as it is right; empty after a fault in the value itself. */
    Optional<? extends Value> read(Node node, Shape shape, Place place) {
        if (node instanceof ScalarNode leaf && empty(leaf, shape)) {
            faults.add(place, "has no value", "write one or remove the key");
            return Optional.empty();
        }
        if (shape instanceof Shape.Anything) {
            return anything(node, place, 0);
        }
        Shape chosen =
                shape instanceof Shape.Either either && node instanceof MappingNode ? either.section() : single(shape);
        if (chosen instanceof Shape.Section known && node instanceof MappingNode mapping) {
            return Optional.of(section(keys(mapping, place), known, place));
        }
        if (chosen instanceof Shape.Named named && node instanceof MappingNode mapping) {
            return Optional.of(named(keys(mapping, place), named, place));
        }
        if (chosen instanceof Shape.Listing listing && node instanceof SequenceNode sequence) {
            return items(sequence, listing, place);
        }
        boolean single = !(chosen instanceof Shape.Listing listing) || listing.single();
        if (single && node instanceof ScalarNode leaf && !"keys with values".equals(chosen.kinds())) {
            return scalar(leaf, shape, Place.of(leaf.getStartMark(), place.key()));
        }
        wrongKind(node, shape, place);
        return Optional.empty();
    }

    /** Values as they are written, with their variables replaced. */
    private Optional<? extends Value> anything(Node node, Place place, int depth) {
        if (depth > MAX_DEPTH) {
            faults.add(place, "is nested more than " + MAX_DEPTH + " levels deep", "");
            return Optional.empty();
        }
        if (node instanceof ScalarNode leaf) {
            return substitution.resolve(Place.of(leaf.getStartMark(), place.key()), leaf.getValue());
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> items = new ArrayList<>();
            sequence.getValue().forEach(item -> anything(item, place, depth + 1).ifPresent(items::add));
            return Optional.of(new Items(place, items));
        }
        Map<String, NodeTuple> written = keys((MappingNode) node, place);
        Map<String, Value> entries = new LinkedHashMap<>();
        written.forEach((name, tuple) -> anything(
                        tuple.getValueNode(), Place.of(tuple.getKeyNode().getStartMark(), place.below(name)), depth + 1)
                .ifPresent(value -> entries.put(name, value)));
        return Optional.of(new Value.Section(place, entries, written.keySet()));
    }

    private Value.Section section(Map<String, NodeTuple> written, Shape.Section known, Place place) {
        Map<String, Value> entries = new LinkedHashMap<>();
        written.forEach((name, tuple) -> {
            Place at = Place.of(tuple.getKeyNode().getStartMark(), place.below(name));
            Optional<Key> key =
                    known.keys().stream().filter(one -> one.name().equals(name)).findFirst();
            if (key.isEmpty()) {
                faults.add(at, "there is no key \"" + name + "\" here", Words.suggestion(name, known.names(), "Keys"));
            } else {
                read(tuple.getValueNode(), key.get().shape(), at).ifPresent(value -> entries.put(name, value));
            }
        });
        for (Key key : known.keys()) {
            if (!written.containsKey(key.name())) {
                unwritten(key, place).ifPresent(value -> entries.put(key.name(), value));
            }
        }
        known.choices().forEach(choice -> choose(choice, written.keySet(), place));
        return new Value.Section(place, entries, written.keySet());
    }

    private void choose(List<String> choice, Set<String> written, Place place) {
        List<String> chosen = choice.stream().filter(written::contains).toList();
        if (chosen.isEmpty()) {
            faults.add(place, "needs one of the keys " + String.join(", ", choice), "");
        } else if (chosen.size() > 1) {
            faults.add(place, "has the keys " + String.join(", ", chosen) + ", of which one is allowed", "keep one");
        }
    }

    private Optional<? extends Value> unwritten(Key key, Place place) {
        if (key.required()) {
            faults.add(place, "needs the key \"" + key.name() + "\": " + key.meaning(), "");
            return Optional.empty();
        }
        Place at = place.at(key.name());
        if (key.shape() instanceof Shape.Section inner && inner.mayBeEmpty()) {
            return Optional.of(section(Map.of(), inner, at));
        }
        return key.byDefault().isEmpty() ? Optional.empty() : substitution.resolve(at, key.byDefault());
    }

    private Value.Section named(Map<String, NodeTuple> written, Shape.Named named, Place place) {
        Map<String, Value> entries = new LinkedHashMap<>();
        written.forEach((name, tuple) -> {
            Place at = Place.of(tuple.getKeyNode().getStartMark(), place.below(name));
            if (!name.matches(named.name().pattern())) {
                faults.add(new Scalar(at, name, name), named.name().rule(), "");
            }
            read(tuple.getValueNode(), named.each(), at).ifPresent(value -> entries.put(name, value));
        });
        if (written.isEmpty()) {
            faults.add(place, "is empty", "write at least one " + named.what());
        }
        return new Value.Section(place, entries, written.keySet());
    }

    private Optional<Items> items(SequenceNode sequence, Shape.Listing listing, Place place) {
        List<Value> items = new ArrayList<>();
        for (Node node : sequence.getValue()) {
            Place at = Place.of(node.getStartMark(), place.key());
            read(node, listing.item(), at).ifPresent(items::add);
        }
        if (sequence.getValue().isEmpty() && !listing.mayBeEmpty()) {
            faults.add(place, "is an empty list", "write at least one value");
            return Optional.empty();
        }
        return Optional.of(new Items(place, items));
    }

    /** The written keys in order; a repeated one counts as first written. */
    private Map<String, NodeTuple> keys(MappingNode mapping, Place place) {
        Map<String, NodeTuple> keys = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : tuples(mapping, place)) {
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode leaf)) {
                faults.add(Place.of(tuple.getKeyNode().getStartMark(), place.key()), "a key must be a single word", "");
            } else if (keys.containsKey(leaf.getValue())) {
                faults.add(
                        Place.of(leaf.getStartMark(), place.below(leaf.getValue())),
                        "the key \"" + leaf.getValue() + "\" appears a second time here, first on line "
                                + lines.get(leaf.getValue()),
                        "keep one of them");
            } else {
                keys.put(leaf.getValue(), tuple);
                lines.put(leaf.getValue(), line);
            }
        }
        return keys;
    }

    /** As they are written, or as they were meant where a comma cut them: then that is the only fault there. */
    private List<NodeTuple> tuples(MappingNode mapping, Place place) {
        List<NodeTuple> tuples = new ArrayList<>();
        for (int at = 0; at < mapping.getValue().size(); at++) {
            Optional<CutValue> cut = CutValue.at(mapping, at);
            tuples.add(cut.map(CutValue::tuple).orElse(mapping.getValue().get(at)));
            if (cut.isPresent()) {
                Node key = tuples.get(tuples.size() - 1).getKeyNode();
                String name = key instanceof ScalarNode leaf ? leaf.getValue() : "";
                faults.add(
                        Place.of(key.getStartMark(), place.below(name)),
                        "is cut off at its comma, which ends a value between braces",
                        "put it in quotes: " + name + ": \"" + cut.get().text() + "\"");
                at += cut.get().parts() - 1;
            }
        }
        return tuples;
    }

    private Optional<Scalar> scalar(ScalarNode leaf, Shape shape, Place place) {
        String written = leaf.getTag().equals(Tag.NULL) ? "null" : leaf.getValue();
        return substitution.resolve(place, written).filter(value -> fits(value, shape));
    }

    private boolean fits(Scalar value, Shape shape) {
        Shape single = single(shape);
        if (single instanceof Shape.Word word && !word.words().contains(value.text())) {
            String sections = shape instanceof Shape.Either either
                    ? ", {" + String.join(", ", either.section().names()) + ": …}"
                    : "";
            faults.add(
                    value,
                    "is none of " + String.join(", ", word.words()) + sections,
                    Words.suggestion(value.text(), word.words()));
            return false;
        }
        Shape.Text text = single instanceof Shape.Listing listing
                ? listing.item()
                : single instanceof Shape.Text one ? one : null;
        if (text != null && !text.accepts(value.text())) {
            faults.add(value, text.rule(), "");
            return false;
        }
        return true;
    }

    private static Shape single(Shape shape) {
        return shape instanceof Shape.Either either ? either.single() : shape;
    }

    private static boolean empty(ScalarNode leaf, Shape shape) {
        boolean nullAllowed =
                single(shape) instanceof Shape.Word word && word.words().contains("null");
        return leaf.getTag().equals(Tag.NULL)
                && !(nullAllowed && !leaf.getValue().isEmpty());
    }

    private void wrongKind(Node node, Shape shape, Place place) {
        String seen = node instanceof MappingNode
                ? "keys with values"
                : node instanceof SequenceNode ? "a list" : "a single value";
        String suggestion = "";
        if (shape instanceof Shape.Listing && node instanceof ScalarNode leaf) {
            suggestion = "write [" + leaf.getValue() + "]";
        } else if (shape instanceof Shape.Text && node instanceof MappingNode) {
            suggestion = "text that begins with \"{\" needs quotes";
        }
        faults.add(place, "takes " + shape.kinds() + ", not " + seen, suggestion);
    }
}
