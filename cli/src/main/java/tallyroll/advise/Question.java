package tallyroll.advise;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tallyroll.advise.Answers.Accuracy;
import tallyroll.advise.Answers.Density;
import tallyroll.advise.Answers.Kafka;
import tallyroll.advise.Answers.Measures;
import tallyroll.advise.Answers.Speed;

/**
 * One question.
 *
 * @param flag what answers it on the command line
 * @param choices the possible answers, each with what it means
 */
record Question<A>(String flag, String text, List<Choice<A>> choices) {
    record Choice<A>(A answer, String meaning) {}

    static final Question<Kafka> KAFKA = new Question<>(
            "--kafka",
            "Is Kafka the queue?",
            List.of(
                    new Choice<>(Kafka.YES, "events are in a Kafka topic, or can be put there"),
                    new Choice<>(Kafka.NO, "they come by HTTP, from a socket, by JMS or by MQTT")));
    static final Question<Accuracy> ACCURACY = new Question<>(
            "--accuracy",
            "How right must a total become?",
            List.of(
                    new Choice<>(Accuracy.EVENTUALLY_EXACT, "off for a while at worst, then equal to the events"),
                    new Choice<>(Accuracy.MAY_OVERCOUNT, "after a fault it may stay too high, and nobody can tell")));
    static final Question<Measures> MEASURES = new Question<>(
            "--measures",
            "What is summed up?",
            List.of(
                    new Choice<>(Measures.COUNTS, "only counts and sums of whole numbers"),
                    new Choice<>(Measures.ANY, "also averages, extremes, distinct values, quantiles …")));
    static final Question<Speed> SPEED = new Question<>(
            "--speed",
            "Where does speed stand?",
            List.of(
                    new Choice<>(Speed.FIRST, "as many events a second as the machines can take"),
                    new Choice<>(Speed.CAN_WAIT, "some of it may be given up for something better")));
    static final Question<Density> DENSITY = new Question<>(
            "--density",
            "Where does the least space stand?",
            List.of(
                    new Choice<>(Density.FIRST, "before all else: keep summaries and nothing more"),
                    new Choice<>(Density.NO, "there is room for the events themselves")));

    /** The choice that a line begins, in any case: {@code m} is {@code may-overcount}. */
    Optional<A> parse(String line) {
        String word = line.strip().toLowerCase(Locale.ROOT);
        List<A> fitting = choices.stream()
                .map(Choice::answer)
                .filter(answer -> !word.isEmpty() && answer.toString().startsWith(word))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    /** The possible answers, as they are written. */
    String words() {
        return choices.stream().map(choice -> choice.answer().toString()).collect(Collectors.joining(", "));
    }
}
