package tallyroll.draft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import tallyroll.cli.Console;
import tallyroll.cli.Failure;
import tallyroll.sample.Draft;

/** Where a draft is written to. @param force whether a file that is there may be replaced */
public record DraftFile(Path path, boolean force) {
    /** @throws Failure where there is a file that may not be replaced */
    public void requireFree(Console console) {
        if (!force && Files.exists(console.directory().resolve(path))) {
            throw Failure.usage("Cannot write the definition \"" + path
                    + "\": there is a file of that name; choose another, or add --force to replace it");
        }
    }

    public void write(Console console, String yaml) {
        try {
            Files.writeString(console.directory().resolve(path), yaml);
        } catch (NoSuchFileException missing) {
            throw Failure.usage(
                    "Cannot write the definition \"" + path + "\": there is no such directory; make it first");
        } catch (IOException refused) {
            throw Failure.failed("Cannot write the definition \"" + path + "\": " + refused);
        }
    }

    /** What became of the sample. */
    public static String outcome(Draft draft) {
        String dead = draft.rejects().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " (%,d)".formatted(one.getValue()))
                .collect(Collectors.joining(", "));
        return "%,d of %,d records are events by this definition%s"
                .formatted(draft.decoded(), draft.records(), dead.isEmpty() ? "" : "; the others: " + dead);
    }
}
