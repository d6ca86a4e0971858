package tallyroll.draft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
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

    /** What became of the sample, a line for each kind of reject. */
    public static void outcome(Draft draft, Console console) {
        if (draft.records() == 0) {
            console.note(
                    "The definition was not tried: what fields the events have stands elsewhere, see its first lines");
            return;
        }
        String dead = draft.rejects().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " (%,d)".formatted(one.getValue()))
                .collect(Collectors.joining(", "));
        console.note("%,d of %,d records are events by this definition%s"
                .formatted(draft.decoded(), draft.records(), dead.isEmpty() ? "" : "; the others: " + dead));
        draft.reasons().forEach(reason -> console.note("  " + reason));
    }
}
