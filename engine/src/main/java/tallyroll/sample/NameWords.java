package tallyroll.sample;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tallyroll.pipeline.Names;
import tallyroll.sample.FieldPath.Origin;

/** What a name in the data says, and what it is called in a definition. */
final class NameWords {
    private static final int LONGEST = 40;

    /** Names that say nothing without what they are of. */
    private static final Set<String> BARE =
            Set.of("id", "name", "code", "type", "value", "key", "number", "status", "kind", "count", "amount", "unit");

    private NameWords() {}

    /** What the field at a path is called: by its last key, and by the one before it where the last alone says too little or is taken. */
    static String ofPath(FieldPath place, Set<String> taken) {
        if (place.origin() == Origin.BESIDE) {
            return free(place.last().replaceFirst("^kafka\\.(header\\.)?", ""), "header", taken);
        }
        if (place.origin() == Origin.ENVELOPE) {
            return free(String.join("_", place.keys()), "envelope", taken);
        }
        List<String> path = place.keys();
        String last = place.last();
        if (path.size() == 1) {
            return free(last, "field", taken);
        }
        String both = path.get(path.size() - 2) + "_" + last;
        String base = String.join("_", of(last));
        boolean bare =
                BARE.contains(base) || base.isEmpty() || Character.isDigit(base.charAt(0)) || taken.contains(base);
        return free(bare ? both : last, "field", taken);
    }

    /** {@code orderId}, {@code order_id} and {@code Order ID} as {@code [order, id]}. */
    static List<String> of(String name) {
        return Stream.of(name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1 $2")
                        .toLowerCase(Locale.ROOT)
                        .split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /**
     * A name that may be a field, a group and a column, and that is not taken yet; it is taken then.
     *
     * @param otherwise where nothing of the name can be used
     */
    static String free(String name, String otherwise, Set<String> taken) {
        String base = String.join("_", of(name)).replaceAll("[^a-z0-9_]", "");
        base = base.replaceAll("_+", "_").replaceAll("^_|_$", "");
        base = base.isEmpty() || Character.isDigit(base.charAt(0))
                ? otherwise + (base.isEmpty() ? "" : "_" + base)
                : base;
        base = base.length() > LONGEST ? base.substring(0, LONGEST) : base;
        base = Names.columnFault(base).isPresent() ? base + "_of_event" : base;
        String free = base;
        for (int i = 2; !taken.add(free); i++) {
            free = base + "_" + i;
        }
        return free;
    }
}
