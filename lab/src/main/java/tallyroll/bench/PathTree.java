package tallyroll.bench;

import com.alibaba.fastjson2.util.Fnv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallyroll.decode.FieldReader;
import tallyroll.event.EventSchema;

/** The paths that a schema declares, as a tree: what a streaming parser's caller keeps to know which values to read. */
final class PathTree {
    private final Map<String, PathTree> children = new HashMap<>();

    /** Whose value is here; empty at an inner node. */
    private final List<FieldReader> readers = new ArrayList<>();

    /** The children once more, by fastjson2's hash of their names. */
    private long[] hashes = {};

    private PathTree[] byHash = {};

    private PathTree() {}

    static PathTree of(EventSchema schema) {
        PathTree root = new PathTree();
        for (int slot = 0; slot < schema.size(); slot++) {
            PathTree node = root;
            for (String name : schema.field(slot).path().split("\\.")) {
                node = node.children.computeIfAbsent(name, missing -> new PathTree());
            }
            node.readers.add(new FieldReader(schema.field(slot), slot));
        }
        root.close();
        return root;
    }

    private void close() {
        hashes = children.keySet().stream().mapToLong(Fnv::hashCode64).toArray();
        byHash = children.values().toArray(new PathTree[0]);
        children.values().forEach(PathTree::close);
    }

    List<FieldReader> readers() {
        return readers;
    }

    /** Null where nothing below this name is declared. */
    PathTree child(String name) {
        return children.get(name);
    }

    /** The same by fastjson2's hash of the name. */
    PathTree child(long hash) {
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] == hash) {
                return byHash[i];
            }
        }
        return null;
    }
}
