package tallyroll.advise;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import tallyroll.cli.Console;
import tallyroll.cli.Failure;

/** Asks on standard error and reads answers line by line, until each is one of those that are possible. */
final class Interview {
    private final Console console;
    private final BufferedReader in;
    private final int questions;
    private int asked;

    Interview(Console console, BufferedReader in, int questions) {
        this.console = console;
        this.in = in;
        this.questions = questions;
    }

    /** An answer that is given already, or else the one to the question. */
    <A> A unless(A given, Question<A> question) throws IOException {
        return given == null ? ask(question) : given;
    }

    /**
     * The answer to one question.
     *
     * @throws Failure of exit code 2 if there is no more input
     */
    private <A> A ask(Question<A> question) throws IOException {
        asked++;
        int width = question.choices().stream()
                .mapToInt(choice -> choice.answer().toString().length())
                .max()
                .orElseThrow();
        console.note("%n%d of %d  %s".formatted(asked, questions, question.text()));
        question.choices()
                .forEach(choice ->
                        console.note(("        %-" + width + "s   %s").formatted(choice.answer(), choice.meaning())));
        Optional<A> answer = question.parse(line(question));
        while (answer.isEmpty()) {
            console.note("        That is none of " + question.words() + "; the first letter is enough.");
            answer = question.parse(line(question));
        }
        if (asked == questions) {
            console.note("");
        }
        return answer.get();
    }

    private String line(Question<?> question) throws IOException {
        console.err().print("        > ");
        console.err().flush();
        String line = in.readLine();
        if (line == null) {
            console.note("");
            throw Failure.usage("Cannot advise: the input ended before \"" + question.text() + "\" was answered; give "
                    + question.flag() + ", see ./tallyroll advise --help");
        }
        return line;
    }
}
