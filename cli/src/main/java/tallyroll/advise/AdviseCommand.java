package tallyroll.advise;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;

/** {@code advise}: asks what has no flag, and answers with a strategy, its price and a definition. */
@CommandLine.Command(
        name = "advise",
        modelTransformer = AdviseCommand.Flags.class,
        description = {
            "Which of the nine strategies fits: five answers, one of the nine, why, and what it gives up.",
            "On a terminal it asks for the answers that are not given."
        },
        footer = {
            "",
            "Example:",
            "  ./tallyroll advise",
            "  ./tallyroll advise --kafka yes --accuracy eventually-exact --measures any --speed first --density no"
        })
public final class AdviseCommand implements Command {
    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "FILE", description = "Write a definition to begin with to this file.")
    private Path out;

    @Option(names = "--force", description = "Write it even if there is such a file.")
    private boolean force;

    @Mixin
    private FormatOption format;

    private final Supplier<BufferedReader> input;

    /** A flag for each question. */
    static final class Flags implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec spec) {
            Advice.QUESTIONS.forEach(question -> spec.addOption(OptionSpec.builder(question.flag())
                    .type(String.class)
                    .paramLabel("ANSWER")
                    .description(question.help() + ": " + question.words() + ".")
                    .build()));
            return spec;
        }
    }

    public AdviseCommand() {
        this(() -> new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
    }

    AdviseCommand(Supplier<BufferedReader> input) {
        this.input = input;
    }

    @Override
    public int place() {
        return 20;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        if (out != null && !force && Files.exists(console.directory().resolve(out))) {
            throw Failure.usage("Cannot write the definition \"" + out
                    + "\": there is a file of that name; choose another, or add --force to replace it");
        }
        Advice advice = new Advice(answers(console));
        if (out != null) {
            write(console, advice.definition());
        }
        AdvicePage page = new AdvicePage(advice, out);
        if (format.format() == Format.TABLE) {
            console.out().print(page.text());
            console.out().flush();
        } else {
            console.print(format.format(), page.tables());
        }
        return ExitCode.RIGHT;
    }

    private Map<String, String> answers(Console console) throws IOException {
        Map<String, Optional<String>> given = new LinkedHashMap<>();
        Advice.QUESTIONS.forEach(question -> given.put(question.name(), given(question)));
        List<Question> missing = Advice.QUESTIONS.stream()
                .filter(question -> given.get(question.name()).isEmpty())
                .toList();
        if (!missing.isEmpty() && !console.terminal()) {
            throw Failure.usage("Cannot advise without "
                    + missing.stream().map(Question::flag).collect(Collectors.joining(", "))
                    + ": give each an answer, or run it on a terminal to be asked.");
        }
        BufferedReader in = input.get();
        for (int i = 0; i < missing.size(); i++) {
            console.note("%n%d of %d  %s"
                    .formatted(i + 1, missing.size(), missing.get(i).text()));
            given.put(missing.get(i).name(), Optional.of(ask(console, in, missing.get(i))));
        }
        if (!missing.isEmpty()) {
            console.note("");
        }
        Map<String, String> answers = new LinkedHashMap<>();
        given.forEach((question, answer) -> answers.put(question, answer.orElseThrow()));
        return answers;
    }

    private Optional<String> given(Question question) {
        String word = spec.findOption(question.flag()).getValue();
        Optional<String> answer = Optional.ofNullable(word).flatMap(question::parse);
        if (word != null && answer.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Cannot advise: %s is \"%s\", which is none of %s"
                            .formatted(question.flag(), word, question.words()));
        }
        return answer;
    }

    /** Asks on standard error and reads lines until one is an answer. */
    private static String ask(Console console, BufferedReader in, Question question) throws IOException {
        int width = question.answers().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElseThrow();
        question.answers()
                .forEach((answer, meaning) ->
                        console.note(("        %-" + width + "s   %s").formatted(answer, meaning)));
        while (true) {
            console.err().print("        > ");
            console.err().flush();
            String line = in.readLine();
            if (line == null) {
                console.note("");
                throw Failure.usage("Cannot advise: the input ended before \"" + question.text()
                        + "\" was answered; give " + question.flag() + ", see ./tallyroll advise --help");
            }
            Optional<String> answer = question.parse(line);
            if (answer.isPresent()) {
                return answer.get();
            }
            console.note("        That is none of " + question.words() + "; the first letter is enough.");
        }
    }

    private void write(Console console, String definition) {
        try {
            Files.writeString(console.directory().resolve(out), definition);
        } catch (NoSuchFileException missing) {
            throw Failure.usage(
                    "Cannot write the definition \"" + out + "\": there is no such directory; make it first");
        } catch (IOException refused) {
            throw Failure.failed("Cannot write the definition \"" + out + "\": " + refused);
        }
    }
}
