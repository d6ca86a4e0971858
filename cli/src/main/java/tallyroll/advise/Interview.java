package tallyroll.advise;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import tallyroll.cli.Console;
import tallyroll.cli.Failure;

/**
 * The answers to all questions: by flag, by asking on a terminal, or as they are taken to be.
 *
 * @param defaults what an empty line means, and what holds where there is no terminal; a question without one must be answered
 */
record Interview(CommandSpec spec, Map<String, String> defaults) {
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

    /** Each question with its answer, in their order. */
    Map<String, String> answers(Console console, BufferedReader in) throws IOException {
        Map<String, Optional<String>> given = new LinkedHashMap<>();
        Advice.QUESTIONS.forEach(question -> given.put(question.name(), given(question)));
        List<Question> missing = Advice.QUESTIONS.stream()
                .filter(question -> given.get(question.name()).isEmpty())
                .toList();
        List<Question> open = missing.stream()
                .filter(question -> !defaults.containsKey(question.name()))
                .toList();
        if (!open.isEmpty() && !console.terminal()) {
            throw Failure.usage("Cannot advise without "
                    + open.stream().map(Question::flag).collect(Collectors.joining(", "))
                    + ": give each an answer, or run it on a terminal to be asked.");
        }
        for (int i = 0; i < missing.size(); i++) {
            Question question = missing.get(i);
            if (console.terminal()) {
                console.note("%n%d of %d  %s".formatted(i + 1, missing.size(), question.text()));
            }
            String answer = console.terminal() ? ask(console, in, question) : defaults.get(question.name());
            given.put(question.name(), Optional.of(answer));
        }
        if (!missing.isEmpty() && console.terminal()) {
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
    private String ask(Console console, BufferedReader in, Question question) throws IOException {
        int width = question.answers().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElseThrow();
        question.answers()
                .forEach((answer, meaning) ->
                        console.note(("        %-" + width + "s   %s").formatted(answer, meaning)));
        Optional<String> byDefault = Optional.ofNullable(defaults.get(question.name()));
        while (true) {
            console.err()
                    .print(byDefault
                            .map(answer -> "        [" + answer + "] > ")
                            .orElse("        > "));
            console.err().flush();
            String line = in.readLine();
            if (line == null) {
                console.note("");
                throw Failure.usage("Cannot advise: the input ended before \"" + question.text()
                        + "\" was answered; give " + question.flag() + ", see ./tallyroll advise --help");
            }
            Optional<String> answer = line.isBlank() ? byDefault : question.parse(line);
            if (answer.isPresent()) {
                return answer.get();
            }
            console.note("        That is none of " + question.words() + "; the first letter is enough.");
        }
    }
}
