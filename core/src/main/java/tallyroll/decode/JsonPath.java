package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A node of the tree of declared paths ({@link JsonSteps}): {@code a.b} and {@code a.c} share the node {@code a}. Its children are found by the
 * bytes of a key, without a string.
 */
final class JsonPath {
    static final int[] NO_INDEXES = {};

    private final byte[] key;
    private final List<JsonPath> children = new ArrayList<>();

    /** A power of two, at least twice as many as there are children; a key's place by length and outer bytes, then the next free. */
    private JsonPath[] table = new JsonPath[1];

    /** The places in an array that paths go through, ascending, each with its node in {@link #elements}. */
    int[] indexes = NO_INDEXES;

    final List<JsonPath> elements = new ArrayList<>(0);

    /** Where the token that stands at this path is kept, or -1 where no field reads it. */
    int token = -1;

    /** The tokens of the paths that go on from here. */
    int[] inner = {};

    private JsonPath(byte[] key) {
        this.key = key;
    }

    static JsonPath root() {
        return new JsonPath(new byte[0]);
    }

    /**
     * The node at a path below this one, made where there is none.
     *
     * @throws IllegalArgumentException where the path cannot be used
     */
    JsonPath at(String path) {
        JsonPath node = this;
        for (JsonSteps.Step step : JsonSteps.parse(path)) {
            node = step.key() == null
                    ? node.elementOrNew(step.index())
                    : node.childOrNew(step.key().getBytes(StandardCharsets.UTF_8));
        }
        return node;
    }

    private JsonPath elementOrNew(int index) {
        int at = Arrays.binarySearch(indexes, index);
        if (at < 0) {
            elements.add(-at - 1, new JsonPath(new byte[0]));
            int[] more = Arrays.copyOf(indexes, indexes.length + 1);
            more[indexes.length] = index;
            Arrays.sort(more);
            indexes = more;
        }
        return elements.get(at < 0 ? -at - 1 : at);
    }

    private JsonPath childOrNew(byte[] name) {
        JsonPath known = child(name, 0, name.length);
        if (known != null) {
            return known;
        }
        children.add(new JsonPath(name));
        table = new JsonPath[Integer.highestOneBit(children.size()) * 4];
        for (JsonPath child : children) {
            int place = place(child.key, 0, child.key.length);
            while (table[place] != null) {
                place = (place + 1) & (table.length - 1);
            }
            table[place] = child;
        }
        return children.get(children.size() - 1);
    }

    /** Fills {@link #inner} of this node and all below; returns all tokens at or below this node. */
    List<Integer> close() {
        List<Integer> below = new ArrayList<>();
        for (JsonPath child : children) {
            below.addAll(child.close());
        }
        for (JsonPath element : elements) {
            below.addAll(element.close());
        }
        inner = below.stream().mapToInt(Integer::intValue).toArray();
        if (token >= 0) {
            below.add(token);
        }
        return below;
    }

    /**
     * Null where no declared path goes through this key: the bytes {@code [from, until)}. Asked for every key of a record, so not a
     * slice: moving one to each key took a fifth of the time of decoding a flight.
     */
    JsonPath child(byte[] bytes, int from, int until) {
        int place = place(bytes, from, until);
        for (JsonPath child = table[place]; child != null; child = table[place]) {
            if (child.matches(bytes, from, until)) {
                return child;
            }
            place = (place + 1) & (table.length - 1);
        }
        return null;
    }

    /** A loop: for a few bytes it is faster than a call of {@link java.util.Arrays}. */
    private boolean matches(byte[] bytes, int from, int until) {
        byte[] known = key;
        if (known.length != until - from) {
            return false;
        }
        for (int i = 0; i < known.length; i++) {
            if (known[i] != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    private int place(byte[] bytes, int from, int until) {
        int length = until - from;
        int outer = length == 0 ? 0 : bytes[from] + 7 * bytes[until - 1];
        return (outer + 31 * length) & (table.length - 1);
    }
}
