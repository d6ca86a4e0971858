package tallyroll.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import tallyroll.Providers;

/**
 * SPI: a kind of source, and the section of the definition that belongs to it.
 *
 * <p>Found with {@link ServiceLoader}, so a jar on the class path adds a kind: a definition names it by {@code source: {NAME:
 * {…}}}, or by {@code source: {custom: {kind: NAME, options: {…}}}}. Its section is then read as those of the built-in kinds are:
 * unknown keys with a suggestion, missing ones, values out of bounds, all at once and each with its line.
 *
 * <p>Where no kind at all is on the class path, as for a program that has {@code core} and {@code store} alone, any name is taken
 * for a kind and its section is taken as it is written, see {@link SourceSettings#isChecked}. Where some are, any other name is an
 * error.
 *
 * <p>The methods are called whenever a definition is read; they must not open anything.
 */
public interface SourceKind {
    /** {@code http}, {@code mqtt}, …; small letters, digits and {@code _}. */
    String name();

    /** What it is, for the reference page: {@code a receiver that takes POST requests}. */
    String meaning();

    /** Its keys. */
    SourceSection section();

    /** Where its events come from, for people and without secrets: {@code localhost:8080}; may be empty. */
    String where(SourceSettings settings);

    /** What a record of it is. */
    enum Cut {
        /** A message, byte for byte. */
        MESSAGES,
        /** A line of a stream without an end. */
        LINES,
        /** A line, or an element, of a body that has a beginning and an end. */
        BODIES
    }

    /** How what is sent is cut into records. */
    default Cut cut() {
        return Cut.MESSAGES;
    }

    /** The kinds of this process's class path. */
    static List<SourceKind> onClassPath() {
        return Providers.of(SourceKind.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** The kind of that name, if it is on the class path. */
    static Optional<SourceKind> named(String name) {
        return onClassPath().stream().filter(kind -> kind.name().equals(name)).findFirst();
    }
}
