package tallyroll.sample;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;

/**
 * One field of the definition to be.
 *
 * @param name unique, and fit for a column
 * @param path where its value stands; empty where the field's name says it
 * @param secret whether its values are not to be shown
 */
record FieldGuess(FieldProfile profile, String name, String path, TypeGuess guess, boolean secret) {
    private static final Pattern KEY = Pattern.compile("[^.\\[\\]\"'*$\\\\{}\\p{Cntrl}]+");

    FieldType type() {
        return guess.type().orElseThrow();
    }

    Kind kind() {
        return type().kind();
    }

    Optional<TimeGuess> time() {
        return guess.time();
    }

    /** What its name says. */
    List<String> words() {
        return NameWords.of(name.replaceFirst("_of_event$", ""));
    }

    boolean always(int events) {
        return profile.present() == events;
    }

    /** Whether people call it by one of these: its name here, or its path. */
    boolean called(String name) {
        return name.equals(this.name) || name.equals(String.join(".", profile.path()));
    }

    /** The path of these keys; empty where one of them cannot be written in a path. */
    static Optional<String> pathOf(List<String> keys) {
        return keys.stream().allMatch(key -> KEY.matcher(key).matches() && key.equals(key.strip()))
                ? Optional.of(String.join(".", keys))
                : Optional.empty();
    }

    /** Whether values of this field are nobody's business, by its name or by any of them. */
    static boolean secret(FieldProfile profile) {
        return PrivateValues.named(
                        NameWords.of(profile.path().get(profile.path().size() - 1)))
                || profile.values().stream().anyMatch(PrivateValues::text);
    }
}
