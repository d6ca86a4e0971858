package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.Slice;

/**
 * A node of the tree of declared paths: {@code a.b} and {@code a.c} share the node {@code a}. Its children are found by the
 * bytes of a key, without a string.
 */
final class JsonPath {
    private final byte[] key;
    private final List<JsonPath> children = new ArrayList<>();

    /** A power of two, at least twice as many as there are children; a key's place by length and outer bytes, then the next free. */
    private JsonPath[] table = new JsonPath[1];

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

    /** The node at a dotted path below this one, made where there is none. */
    JsonPath at(String path) {
        JsonPath node = this;
        for (String segment : path.split("\\.", -1)) {
            node = node.childOrNew(segment.getBytes(StandardCharsets.UTF_8));
        }
        return node;
    }

    private JsonPath childOrNew(byte[] name) {
        JsonPath known = child(Slice.of(name));
        if (known != null) {
            return known;
        }
        children.add(new JsonPath(name));
        table = new JsonPath[Integer.highestOneBit(children.size()) * 4];
        for (JsonPath child : children) {
            int place = place(Slice.of(child.key));
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
        inner = below.stream().mapToInt(Integer::intValue).toArray();
        if (token >= 0) {
            below.add(token);
        }
        return below;
    }

    /** Null where no declared path goes through this key. */
    JsonPath child(Slice name) {
        int place = place(name);
        for (JsonPath child = table[place]; child != null; child = table[place]) {
            if (child.matches(name)) {
                return child;
            }
            place = (place + 1) & (table.length - 1);
        }
        return null;
    }

    /** A loop: for a few bytes it is faster than a call of {@link java.util.Arrays}. */
    private boolean matches(Slice name) {
        byte[] known = key;
        if (known.length != name.length()) {
            return false;
        }
        byte[] bytes = name.array();
        int from = name.from();
        for (int i = 0; i < known.length; i++) {
            if (known[i] != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    private int place(Slice name) {
        int length = name.length();
        int outer = length == 0 ? 0 : name.array()[name.from()] + 7 * name.array()[name.until() - 1];
        return (outer + 31 * length) & (table.length - 1);
    }
}
