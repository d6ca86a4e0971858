package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value between braces that YAML cut at a comma, for a comma ends a value there: {@code {top: top_k(tag, 3)}} is a key
 * {@code top} with the value {@code top_k(tag}, and a key {@code 3)} with none.
 *
 * @param tuple the key with the value as it was meant
 * @param parts how many tuples it was cut into
 */
record CutValue(NodeTuple tuple, int parts) {
    /** The value at {@code at} with the pieces behind it that close its brackets; empty where it is whole, or they do not. */
    static Optional<CutValue> at(MappingNode mapping, int at) {
        List<NodeTuple> tuples = mapping.getValue();
        if (mapping.getFlowStyle() != FlowStyle.FLOW
                || !(plain(tuples.get(at).getValueNode()) instanceof ScalarNode first)
                || open(first.getValue()) <= 0) {
            return Optional.empty();
        }
        List<String> pieces = new ArrayList<>(List.of(first.getValue()));
        int open = open(first.getValue());
        int next = at + 1;
        while (open > 0 && next < tuples.size() && piece(tuples.get(next)).isPresent()) {
            String piece = piece(tuples.get(next)).get();
            pieces.add(piece);
            open += open(piece);
            next++;
        }
        NodeTuple whole = new NodeTuple(tuples.get(at).getKeyNode(), meant(first, String.join(", ", pieces)));
        return open == 0 ? Optional.of(new CutValue(whole, next - at)) : Optional.empty();
    }

    /** The value as it was meant. */
    String text() {
        return ((ScalarNode) tuple.getValueNode()).getValue();
    }

    private static ScalarNode meant(ScalarNode first, String whole) {
        return new ScalarNode(Tag.STR, whole, first.getStartMark(), first.getEndMark(), ScalarStyle.PLAIN);
    }

    private static Node plain(Node node) {
        return node instanceof ScalarNode leaf && leaf.getScalarStyle() == ScalarStyle.PLAIN ? leaf : null;
    }

    /** A key without a value, which may be what followed a comma. */
    private static Optional<String> piece(NodeTuple tuple) {
        boolean alone = tuple.getValueNode() instanceof ScalarNode value
                && value.getTag().equals(Tag.NULL)
                && value.getValue().isEmpty();
        return alone && tuple.getKeyNode() instanceof ScalarNode key ? Optional.of(key.getValue()) : Optional.empty();
    }

    /** How many brackets are open at the end. */
    private static int open(String text) {
        return (int) (text.chars().filter(c -> c == '(').count()
                - text.chars().filter(c -> c == ')').count());
    }
}
