package tallyroll.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldReader;
import tallyroll.event.Event;
import tallyroll.format.FieldPath.Step;

/** A node of the tree of declared paths: the token that fields read here, and what is wanted below. */
public final class Wanted {
    private final Map<Step, Wanted> below = new LinkedHashMap<>();
    private Token token;

    /** Which token each field reads, and the tree that fills them. */
    public record Tree(Wanted root, List<Token> tokens, List<FieldReader> readers, List<Token> read) {
        /** @throws IllegalArgumentException where a field's path is none */
        public static Tree of(List<FieldReader> readers) {
            Wanted root = new Wanted();
            List<Token> tokens = new ArrayList<>();
            List<Token> read = new ArrayList<>();
            for (FieldReader reader : readers) {
                Wanted node = root;
                for (Step step : FieldPath.parse(reader.field().path())) {
                    node = node.below.computeIfAbsent(step, fresh -> new Wanted());
                }
                if (node.token == null) {
                    node.token = new Token();
                    tokens.add(node.token);
                }
                read.add(node.token);
            }
            return new Tree(root, List.copyOf(tokens), List.copyOf(readers), List.copyOf(read));
        }

        /** Before a record. */
        public void clear() {
            for (int i = 0; i < tokens.size(); i++) {
                tokens.get(i).clear();
            }
        }

        /** Fills the fields with what stands in the tokens. */
        public Decoding read(Event into) {
            for (int i = 0; i < readers.size(); i++) {
                Decoding decoding = read.get(i).read(readers.get(i), into);
                if (!decoding.ok()) {
                    return decoding;
                }
            }
            return Decoding.OK;
        }
    }

    /** Null where no field is read here. */
    public Token token() {
        return token;
    }

    /** Null where nothing is wanted at or below that field or key. */
    public Wanted below(String name) {
        return below.get(Step.into(name));
    }

    /** Null where nothing is wanted at or below that item. */
    public Wanted item(int index) {
        return below.get(Step.at(index));
    }

    /** The steps that go on from here. */
    public Map<Step, Wanted> below() {
        return below;
    }

    /** The tokens here and below. */
    public List<Token> tokens() {
        List<Token> tokens = new ArrayList<>();
        if (token != null) {
            tokens.add(token);
        }
        below.values().forEach(node -> tokens.addAll(node.tokens()));
        return tokens;
    }
}
