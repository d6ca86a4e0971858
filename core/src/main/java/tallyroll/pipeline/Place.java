package tallyroll.pipeline;

import org.yaml.snakeyaml.error.Mark;

/** Where something stands in a definition: line and column from 1, and the path of its key. */
record Place(int line, int column, String key) {
    static final Place TOP = new Place(1, 1, "");

    static Place of(Mark mark, String key) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1, key);
    }

    /** The path of a key below this one. */
    String below(String name) {
        return key.isEmpty() ? name : key + "." + name;
    }

    /** This place under the name of a key below, for keys that are not written down. */
    Place at(String name) {
        return new Place(line, column, below(name));
    }
}
