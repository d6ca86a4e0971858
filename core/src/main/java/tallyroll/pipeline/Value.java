package tallyroll.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A definition's YAML after its structure was checked: only known keys of the right kind, defaults filled in, variables
 * substituted. What was found faulty is left out, so that it is reported once.
 */
sealed interface Value {
    Place place();

    /**
     * A single value.
     *
     * @param text with variables substituted
     * @param shown as written, for faults
     * @param reference a text that gives the same in another process, see {@link Secret}; empty where nothing was substituted, or
     *     what was is not to be had elsewhere
     */
    record Scalar(Place place, String text, String shown, String reference) implements Value {
        Scalar(Place place, String text, String shown) {
            this(place, text, shown, "");
        }
    }

    /** A list. */
    record Items(Place place, List<Value> items) implements Value {}

    /**
     * Keys with values.
     *
     * @param stated the keys that the user wrote, also those whose value was found faulty
     */
    record Section(Place place, Map<String, Value> entries, Set<String> stated) implements Value {
        /** A section in place of one that was left out. */
        static Section none(Place place) {
            return new Section(place, Map.of(), Set.of());
        }

        Optional<Scalar> scalar(String key) {
            return entries.get(key) instanceof Scalar scalar ? Optional.of(scalar) : Optional.empty();
        }

        Optional<Section> section(String key) {
            return entries.get(key) instanceof Section section ? Optional.of(section) : Optional.empty();
        }

        /** The items of a list, or the one value that stands in its place; empty if there is none. */
        List<Scalar> scalars(String key) {
            Value value = entries.get(key);
            List<Value> items = value instanceof Items list ? list.items() : value == null ? List.of() : List.of(value);
            return items.stream()
                    .filter(Scalar.class::isInstance)
                    .map(Scalar.class::cast)
                    .toList();
        }

        /** A value's text; empty if it was left out or found faulty. */
        String text(String key) {
            return scalar(key).map(Scalar::text).orElse("");
        }

        boolean states(String key) {
            return stated.contains(key);
        }

        /** Where a key's value stands, or would. */
        Place placeOf(String key) {
            Value value = entries.get(key);
            return value == null ? place.at(key) : value.place();
        }
    }
}
