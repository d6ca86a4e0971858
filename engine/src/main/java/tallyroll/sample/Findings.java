package tallyroll.sample;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.sample.FieldProfile.Kind;

/**
 * The fields of a sample and what they are for.
 *
 * @param leftOut what the definition does not read, each with why
 * @param events how many were looked at; copies count once
 */
record Findings(List<FieldGuess> fields, Map<String, String> leftOut, Roles roles, int events) {
    private static final int MOST_FIELDS = 200;

    /** @throws SampleException where a wished field is not there or does not fit */
    static Findings of(Sample sample, Shape shape, Wishes wishes, long nowMicros) {
        Profiles profiles = shape.profiles();
        List<FieldGuess> fields = new ArrayList<>();
        Map<String, String> leftOut = new TreeMap<>();
        Set<String> taken = new HashSet<>();
        for (FieldProfile profile : profiles.all()) {
            if (profile.only(Kind.OBJECT)) {
                continue; // what is in it has paths of its own
            }
            TypeGuess guess = TypeGuess.of(profile, shape.csv().isPresent());
            Optional<String> path = FieldGuess.pathOf(profile.path());
            String words = YamlText.line(String.join(".", profile.path()));
            if (guess.type().isEmpty() || path.isEmpty()) {
                leftOut.put(words, path.isEmpty() ? "such a key cannot be written in a path" : guess.doubt());
            } else if (fields.size() == MOST_FIELDS) {
                leftOut.put(words, "more than " + MOST_FIELDS + " fields");
            } else {
                String name = NameWords.ofPath(profile.path(), taken);
                String where = path.get().equals(name) ? "" : path.get();
                fields.add(new FieldGuess(profile, name, where, guess, FieldGuess.secret(profile)));
            }
        }
        if (profiles.cut()) {
            leftOut.put("(others)", "the events have more fields than are looked at");
        }
        Roles roles = wishes.apply(Roles.of(fields, profiles.events(), nowMicros), fields, sample);
        return new Findings(fields, leftOut, roles, profiles.events());
    }

    /** The fields as a pipeline would have them. */
    EventSchema schema() {
        return new EventSchema(fields.stream()
                .map(field -> new Field(
                        field.name(),
                        field.type(),
                        field.name(),
                        "",
                        field.time().map(TimeGuess::pattern).orElse(""),
                        "UTC",
                        Missing.NULL,
                        Notation.PLAIN))
                .toList());
    }
}
