package tallyroll.advise;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One question.
 *
 * @param text as it is asked
 * @param help the same as a statement
 * @param answers the possible answers, each with what it means
 */
record Question(String name, String text, String help, Map<String, String> answers) {
    String flag() {
        return "--" + name;
    }

    /** The possible answers, as they are written. */
    String words() {
        return String.join(", ", answers.keySet());
    }

    /** The answer that a line begins, in any case: {@code m} is {@code may-overcount}. */
    Optional<String> parse(String line) {
        String word = line.strip().toLowerCase(Locale.ROOT);
        List<String> fitting = answers.keySet().stream()
                .filter(answer -> !word.isEmpty() && answer.startsWith(word))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }
}
