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
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallyroll.advise.Answers.Accuracy;
import tallyroll.advise.Answers.Density;
import tallyroll.advise.Answers.Kafka;
import tallyroll.advise.Answers.Measures;
import tallyroll.advise.Answers.Speed;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Table;

/** {@code advise}: asks what has no flag, and answers with a strategy, its price and a definition. */
@CommandLine.Command(
        name = "advise",
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

    private Kafka kafka;
    private Accuracy accuracy;
    private Measures measures;
    private Speed speed;
    private Density density;

    @Option(names = "--out", paramLabel = "FILE", description = "Write a definition to begin with to this file.")
    private Path out;

    @Option(names = "--force", description = "Write it even if there is such a file.")
    private boolean force;

    @Mixin
    private FormatOption format;

    private final Supplier<BufferedReader> input;

    public AdviseCommand() {
        this(() -> new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
    }

    AdviseCommand(Supplier<BufferedReader> input) {
        this.input = input;
    }

    @Option(names = "--kafka", paramLabel = "ANSWER", description = "Is Kafka the queue: yes, no.")
    void kafka(String word) {
        kafka = chosen(Question.KAFKA, word);
    }

    @Option(
            names = "--accuracy",
            paramLabel = "ANSWER",
            description = "What a total may be once its time is over: eventually-exact, may-overcount.")
    void accuracy(String word) {
        accuracy = chosen(Question.ACCURACY, word);
    }

    @Option(names = "--measures", paramLabel = "ANSWER", description = "What is summed up: counts, any.")
    void measures(String word) {
        measures = chosen(Question.MEASURES, word);
    }

    @Option(names = "--speed", paramLabel = "ANSWER", description = "Whether speed comes first: first, can-wait.")
    void speed(String word) {
        speed = chosen(Question.SPEED, word);
    }

    @Option(names = "--density", paramLabel = "ANSWER", description = "Whether the least space comes first: first, no.")
    void density(String word) {
        density = chosen(Question.DENSITY, word);
    }

    private <A> A chosen(Question<A> question, String word) {
        return question.parse(word)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "Cannot advise: %s is \"%s\", which is none of %s"
                                .formatted(question.flag(), word, question.words())));
    }

    @Override
    public int place() {
        return 20;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        refuseToOverwrite(console);
        Answers answers = answers(console);
        Advice advice = Advice.of(answers);
        if (out != null) {
            write(console, ReadyDefinition.of(answers, advice.strategy()));
        }
        if (format.format() == Format.TABLE) {
            console.out().print(new AdviceText(answers, advice, out).text());
            console.out().flush();
        } else {
            console.print(format.format(), tables(answers, advice));
        }
        return ExitCode.RIGHT;
    }

    private Map<String, Table> tables(Answers answers, Advice advice) {
        Map<String, Table> parts = new LinkedHashMap<>();
        parts.put("advice", Grid.chosen(answers, advice.strategy(), out));
        parts.put("reasons", Grid.reasons(advice));
        parts.put("strategies", Grid.strategies(advice.strategy()));
        return parts;
    }

    private Answers answers(Console console) throws IOException {
        List<String> missing = missing();
        if (!missing.isEmpty() && !console.terminal()) {
            throw Failure.usage("Cannot advise without " + String.join(", ", missing)
                    + ": give each an answer, or run it on a terminal to be asked.");
        }
        Interview interview = new Interview(console, input.get(), missing.size());
        return new Answers(
                interview.unless(kafka, Question.KAFKA),
                interview.unless(accuracy, Question.ACCURACY),
                interview.unless(measures, Question.MEASURES),
                interview.unless(speed, Question.SPEED),
                interview.unless(density, Question.DENSITY));
    }

    private List<String> missing() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put(Question.KAFKA.flag(), kafka);
        given.put(Question.ACCURACY.flag(), accuracy);
        given.put(Question.MEASURES.flag(), measures);
        given.put(Question.SPEED.flag(), speed);
        given.put(Question.DENSITY.flag(), density);
        given.values().removeIf(Objects::nonNull);
        return List.copyOf(given.keySet());
    }

    /** Before anything is asked. */
    private void refuseToOverwrite(Console console) {
        if (out != null && !force && Files.exists(console.directory().resolve(out))) {
            throw Failure.usage("Cannot write the definition \"" + out
                    + "\": there is a file of that name; choose another, or add --force to replace it");
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
