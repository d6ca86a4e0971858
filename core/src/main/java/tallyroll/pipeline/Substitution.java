package tallyroll.pipeline;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tallyroll.pipeline.Value.Scalar;

/** Replaces {@code ${env:NAME}}, {@code ${env:NAME:-default}} and {@code ${file:PATH}} inside a value. */
final class Substitution {
    private static final String FORMS = "write ${env:NAME}, ${env:NAME:-default} or ${file:PATH}";
    private final Environment environment;
    private final Path directory;
    private final DefinitionErrors faults;

    /** @param directory where relative paths start */
    Substitution(Environment environment, Path directory, DefinitionErrors faults) {
        this.environment = environment;
        this.directory = directory;
        this.faults = faults;
    }

    /** The value with everything replaced; empty after a fault. */
    Optional<Scalar> resolve(Place place, String written) {
        Scalar asWritten = new Scalar(place, written, written);
        StringBuilder text = new StringBuilder();
        StringBuilder reference = new StringBuilder();
        boolean portable = written.contains("${");
        int from = 0;
        for (int start = written.indexOf("${"); start >= 0; start = written.indexOf("${", from)) {
            int end = written.indexOf('}', start);
            if (end < 0) {
                faults.add(asWritten, "\"${\" is not closed by \"}\"", FORMS);
                return Optional.empty();
            }
            Optional<Piece> piece = piece(asWritten, written.substring(start + 2, end));
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            text.append(written, from, start).append(piece.get().text());
            reference.append(written, from, start).append(piece.get().reference());
            portable &= !piece.get().reference().isEmpty();
            from = end + 1;
        }
        String rest = written.substring(from);
        String elsewhere = portable ? reference.append(rest).toString() : "";
        return Optional.of(new Scalar(place, text.append(rest).toString(), written, elsewhere));
    }

    /** @param reference what gives the text in another process; empty for a default */
    private record Piece(String text, String reference) {}

    private Optional<Piece> piece(Scalar value, String reference) {
        if (reference.startsWith("env:")) {
            return variable(value, reference.substring(4));
        }
        if (reference.startsWith("file:")) {
            return file(value, reference.substring(5));
        }
        faults.add(value, "\"${" + reference + "}\" refers to neither a variable nor a file", FORMS);
        return Optional.empty();
    }

    private Optional<Piece> variable(Scalar value, String reference) {
        int dash = reference.indexOf(":-");
        String name = dash < 0 ? reference : reference.substring(0, dash);
        Optional<String> found = environment.variable(name);
        if (found.isPresent() && (dash < 0 || !found.get().isEmpty())) {
            faults.hide(found.get(), "${env:" + name + "}");
            return Optional.of(new Piece(found.get(), "${env:" + name + "}"));
        }
        if (dash >= 0) {
            return Optional.of(new Piece(reference.substring(dash + 2), ""));
        }
        faults.add(
                value,
                "the environment variable \"" + name + "\" is not set",
                "set it or give a default: ${env:" + name + ":-default}");
        return Optional.empty();
    }

    private Optional<Piece> file(Scalar value, String reference) {
        String reason;
        try {
            Path path = directory.resolve(reference);
            String content = environment.file(path).stripTrailing();
            faults.hide(content, "${file:" + reference + "}");
            return Optional.of(new Piece(content, "${file:" + environment.absolute(path) + "}"));
        } catch (NoSuchFileException missing) {
            reason = "there is no such file";
        } catch (IOException | InvalidPathException unreadable) {
            reason = unreadable.getClass().getSimpleName();
        }
        faults.add(
                value,
                "the file \"" + reference + "\" cannot be read: " + reason,
                "a relative path starts at the definition's directory");
        return Optional.empty();
    }
}
