package tallyroll.pipeline;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tallyroll.pipeline.Value.Section;

/** What {@link FormatKind#read} is given: the values of the format's section, the files that it names, and where to say what is wrong. */
public final class FormatSection {
    /** It is part of the plan of every task. */
    private static final int MAX_FILE_BYTES = 4 << 20;

    private final SourceSettings settings;
    private final Section written;
    private final Files files;
    private final DefinitionErrors errors;

    /** Where a definition's relative paths start, and what is read there. */
    record Files(Environment environment, Path directory) {}

    FormatSection(SourceSettings settings, Section written, Files files, DefinitionErrors errors) {
        this.settings = settings;
        this.written = written;
        this.files = files;
        this.errors = errors;
    }

    public SourceSettings settings() {
        return settings;
    }

    /** The bytes of a file; empty after an error. */
    public Optional<byte[]> bytes(WrittenFile file) {
        String reason;
        try {
            byte[] bytes = files.environment().bytes(files.directory().resolve(file.path()));
            if (bytes.length <= MAX_FILE_BYTES) {
                return Optional.of(bytes);
            }
            reason = "it has " + bytes.length + " bytes, and at most " + MAX_FILE_BYTES + " are read";
        } catch (NoSuchFileException missing) {
            reason = "there is no such file";
        } catch (IOException | InvalidPathException unreadable) {
            reason = unreadable.getClass().getSimpleName();
        }
        errors.add(
                file.place(),
                "the file \"" + file.path() + "\" cannot be read: " + reason,
                "a relative path starts at the definition's directory");
        return Optional.empty();
    }

    /** Says what is wrong with a file's content. */
    public void error(WrittenFile file, String rule, String suggestion) {
        errors.add(file.place(), "the file \"" + file.path() + "\" " + rule, suggestion);
    }

    /** Says what is wrong with a key of the section. */
    public void error(SourceKey<?> key, String rule, String suggestion) {
        errors.add(written.placeOf(key.name()), rule, suggestion);
    }

    /** Says what is wrong with the section as a whole. */
    public void error(String rule, String suggestion) {
        errors.add(written.place(), rule, suggestion);
    }
}
