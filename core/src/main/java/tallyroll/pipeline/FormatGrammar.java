package tallyroll.pipeline;

import static tallyroll.pipeline.Key.optional;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of {@code event} that depend on which {@linkplain FormatKind formats} are on the class path. */
final class FormatGrammar {
    private static final List<String> BUILT_IN = List.of("json", "csv", "text");

    private final List<FormatKind> kinds;

    /** @throws IllegalStateException when two kinds have one name, or a kind that of a key of {@code event} */
    FormatGrammar(List<FormatKind> kinds) {
        List<String> taken = new ArrayList<>(EventGrammar.EVENT.names());
        taken.addAll(BUILT_IN);
        for (FormatKind kind : kinds) {
            if (taken.contains(kind.name()) || !kind.name().matches(Grammar.NAME.pattern())) {
                throw new IllegalStateException("Cannot read definitions: the format \"" + kind.name() + "\" of "
                        + kind.getClass().getName()
                        + " has a name that is taken or not valid; remove its jar from the class path or rename it.");
            }
            taken.add(kind.name());
        }
        this.kinds = List.copyOf(kinds);
    }

    /** A format that this module does not read itself. */
    Optional<FormatKind> kind(String name) {
        return kinds.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    List<FormatKind> kinds() {
        return kinds;
    }

    /** The keys of {@code event}. */
    Shape.Section event() {
        List<Key> keys = new ArrayList<>();
        for (Key key : EventGrammar.EVENT.keys()) {
            keys.add(key.name().equals("format") ? format(key) : key);
            if (key.name().equals("csv")) {
                kinds.forEach(
                        kind -> keys.add(optional(kind.name(), kind.section().shape(), "", kind.meaning(), "")));
            }
        }
        return new Shape.Section(keys, EventGrammar.EVENT.choices());
    }

    private Key format(Key key) {
        List<String> words = Stream.concat(BUILT_IN.stream(), kinds.stream().map(FormatKind::name))
                .toList();
        return new Key(
                key.name(), new Shape.Word(words), key.required(), key.byDefault(), key.meaning(), key.example());
    }
}
