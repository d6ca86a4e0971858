package tallyroll.sample;

import java.util.List;
import java.util.Optional;
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

    /** The same with the values as they are written. */
    FieldGuess as(FieldType type) {
        return new FieldGuess(
                profile, name, path, new TypeGuess(Optional.of(type), Optional.empty(), Spelling.PLAIN, ""), secret);
    }

    boolean always(int events) {
        return profile.present() == events;
    }

    /** Whether people call it by one of these: its name here, or its path. */
    boolean called(String name) {
        return name.equals(this.name) || name.equals(profile.path().text());
    }

    /** Whether values of this field are nobody's business, by its name or by any of them. */
    static boolean secret(FieldProfile profile, TypeGuess guess) {
        return PrivateValues.named(profile.path().words())
                || (guess.time().isEmpty() && profile.values().stream().anyMatch(PrivateValues::text));
    }
}
