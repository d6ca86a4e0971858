package tallyroll.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tallyroll.event.FieldType.Kind;

/**
 * What whoever asks for a draft knows already: fields by their name in it, or by their path.
 *
 * @param values whether examples may be shown in comments
 */
public record Wishes(Optional<String> time, Optional<String> id, Optional<String> by, boolean values) {
    public static final Wishes NONE = new Wishes(Optional.empty(), Optional.empty(), Optional.empty(), true);

    /** The roles with the wished fields before all others. */
    Roles apply(Roles roles, List<FieldGuess> fields, Sample sample) {
        Search search = new Search(fields, sample);
        List<FieldGuess> times =
                search.first(time, roles.times(), field -> field.kind() == Kind.TIMESTAMP, "event time");
        List<FieldGuess> ids = search.first(id, roles.ids(), field -> true, "id");
        List<FieldGuess> groups = search.first(by, roles.groups(), field -> field.kind() != Kind.DOUBLE, "group");
        return new Roles(
                times,
                ids,
                groups.stream()
                        .filter(field -> id.isEmpty() || !field.equals(ids.get(0)))
                        .toList(),
                roles.numbers().stream()
                        .filter(field -> by.isEmpty() || !field.equals(groups.get(0)))
                        .filter(field -> id.isEmpty() || !field.equals(ids.get(0)))
                        .toList(),
                roles.many());
    }

    private record Search(List<FieldGuess> fields, Sample sample) {
        List<FieldGuess> first(
                Optional<String> wish, List<FieldGuess> guessed, Predicate<FieldGuess> fits, String role) {
            if (wish.isEmpty()) {
                return guessed;
            }
            FieldGuess wished = fields.stream()
                    .filter(field -> field.called(wish.get()))
                    .findFirst()
                    .orElseThrow(() -> new SampleException("Cannot take \"" + wish.get() + "\" as the " + role
                            + ": no event of " + sample.origin() + " has such a field. Fields: "
                            + fields.stream().map(FieldGuess::name).collect(Collectors.joining(", "))));
            if (!fits.test(wished)) {
                throw new SampleException(
                        "Cannot take \"" + wish.get() + "\" as the " + role + ": it is of type " + wished.type() + ", "
                                + FieldNote.of(wished, wished.profile().present(), true) + ".");
            }
            List<FieldGuess> first = new ArrayList<>(List.of(wished));
            guessed.stream().filter(field -> !Objects.equals(field, wished)).forEach(first::add);
            return first;
        }
    }
}
