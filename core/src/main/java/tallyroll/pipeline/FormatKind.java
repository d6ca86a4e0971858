package tallyroll.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import tallyroll.Providers;

/**
 * SPI: a format of events, and the section of {@code event} that belongs to it.
 *
 * <p>Found with {@link ServiceLoader}, so a jar on the class path adds a format: a definition names it by {@code format: NAME} and
 * says the rest by {@code NAME: {…}}. The methods are called whenever a definition is read; they read the files that it names and
 * must not open anything else.
 */
public interface FormatKind {
    /** {@code avro}, {@code protobuf}, …; small letters, digits and {@code _}. */
    String name();

    /** What its section says, for the reference page. */
    String meaning();

    /** Its keys. */
    SourceSection section();

    /** The format as a definition describes it; empty after an error, which the section was told. */
    Optional<CheckedFormat> read(FormatSection section);

    /** The kinds of this process's class path. */
    static List<FormatKind> onClassPath() {
        return Providers.of(FormatKind.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
