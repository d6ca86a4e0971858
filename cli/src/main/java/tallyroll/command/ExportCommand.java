package tallyroll.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;
import tallyroll.pipeline.Pipeline;
import tallyroll.store.Stores;
import tallyroll.verify.Verification;

/** {@code tallyroll export FILE}. */
@CommandLine.Command(
        name = "export",
        description = "Writes out the dead letters: where each came from, why it is one, and its bytes.",
        footer = {
            "",
            "One after the other, newest batch first. Bytes that are no UTF-8 are in base64. Of a letter of more than 64 KB the",
            "beginning is kept; \"bytes\" says how long the whole was. A file has one JSON object a line, or what --format says.",
            "",
            "Example:",
            "  ./tallyroll export examples/flights.yaml --dead-letters --code not-json --to letters.ndjson"
        })
public final class ExportCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Option(names = "--dead-letters", required = true, description = "Dead letters are what is written out.")
    private boolean deadLetters;

    @Option(names = "--code", paramLabel = "CODE", description = "Only those of this code, such as not-json.")
    private Optional<String> code = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "A file that there is not yet (default: standard output).")
    private Optional<Path> to = Optional.empty();

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 73;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        Pipeline pipeline = file.read(console);
        Verification.requireTables("export dead letters of", pipeline);
        Stores stores = Stores.reading(pipeline);
        if (to.isEmpty()) {
            long written = write(stores, LetterWriter.of(Optional.of(format.format()), console.out()));
            console.note("%,d dead letters".formatted(written));
            return ExitCode.RIGHT;
        }
        Path path = console.directory().resolve(to.get());
        if (Files.exists(path)) {
            throw Failure.usage(
                    "Cannot export to \"" + to.get() + "\": it is there already. Remove it, or name another file");
        }
        Path part = path.resolveSibling(path.getFileName() + ".part");
        Optional<Format> wanted = Optional.of(format.format()).filter(one -> one != Format.TABLE);
        long written;
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(part, StandardCharsets.UTF_8))) {
            written = write(stores, LetterWriter.of(wanted, out));
            if (out.checkError()) {
                throw Failure.failed("Cannot export to \"" + to.get() + "\": it cannot be written; is the disk full?");
            }
        }
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        console.say("%,d dead letters in %s".formatted(written, to.get()));
        return ExitCode.RIGHT;
    }

    private long write(Stores stores, LetterWriter writer) {
        long[] written = {0};
        stores.record().readDeadLetters((letter, micros) -> {
            if (deadLetters && code.map(letter.code()::equals).orElse(true)) {
                writer.write(letter, micros);
                written[0]++;
            }
        });
        writer.end();
        return written[0];
    }
}
