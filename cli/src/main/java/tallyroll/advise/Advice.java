package tallyroll.advise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tallyroll.pipeline.Strategy;

/** The strategy that five answers lead to, by the rules of {@code advice.yaml}. */
final class Advice {
    private static final Map<?, ?> RULES = rules();
    static final List<Question> QUESTIONS = part("questions").entrySet().stream()
            .map(one -> question(one.getKey(), (Map<?, ?>) one.getValue()))
            .toList();

    /** What is edited stands in one column of the definition, where there is room. */
    private static final int COLUMN = 48;

    private final Map<String, String> answers;
    private final Strategy strategy;

    /** What conditions are made of. */
    private final Set<String> facts = new HashSet<>();

    /** @param answers of each question its answer, in their order */
    Advice(Map<String, String> answers) {
        this.answers = answers;
        answers.forEach((question, answer) -> facts.add(question + "=" + answer));
        strategy = Strategy.labelled(points("strategy").get(0)).orElseThrow();
        facts.add("strategy=" + strategy.label());
        facts.add("kept=" + strategy.summaryMode().label());
        facts.add("way=" + strategy.ingestionMode().label());
    }

    Map<String, String> answers() {
        return answers;
    }

    Strategy strategy() {
        return strategy;
    }

    /** What the strategy cannot do, or not promise. */
    List<String> givesUp() {
        List<String> price = new ArrayList<>(strategy.summaryMode().givesUp());
        price.addAll(strategy.ingestionMode().givesUp(strategy));
        return price;
    }

    /**
     * What there is to say.
     *
     * @param kind {@code why}, or {@code note}: where answers contradict each other or have no effect
     */
    List<String> points(String kind) {
        return part(kind).entrySet().stream()
                .filter(one -> holds(one.getKey()))
                .flatMap(
                        one -> one.getValue() instanceof List<?> several ? several.stream() : Stream.of(one.getValue()))
                .map(String.class::cast)
                .toList();
    }

    /** The answers on a command line. */
    String flags() {
        return answers.entrySet().stream()
                .map(one -> "--" + one.getKey() + " " + one.getValue())
                .collect(Collectors.joining(" "));
    }

    /** A definition to begin with, about flights, whose comments say what to put in their place. Right as it stands. */
    String definition() {
        StringBuilder definition = new StringBuilder();
        boolean holds = true;
        for (String line : ((String) RULES.get("definition")).split("\n")) {
            if (line.startsWith("?")) {
                holds = holds(line.substring(1));
            } else if (holds) {
                definition.append(aligned(line)).append('\n');
            }
        }
        return definition.toString().replace("{strategy}", strategy.label()).replace("{flags}", flags());
    }

    private boolean holds(String condition) {
        return condition.isBlank()
                || facts.containsAll(List.of(condition.strip().split(" ")));
    }

    private static String aligned(String line) {
        int mark = line.indexOf(" # <-");
        return mark < 0
                ? line
                : ("%-" + COLUMN + "s  %s")
                        .formatted(line.substring(0, mark).stripTrailing(), line.substring(mark + 1));
    }

    private static Question question(String name, Map<?, ?> keys) {
        Map<String, String> answers = new LinkedHashMap<>();
        ((Map<?, ?>) keys.get("answers")).forEach((answer, meaning) -> answers.put((String) answer, (String) meaning));
        return new Question(name, (String) keys.get("ask"), (String) keys.get("help"), answers);
    }

    private static Map<String, Object> part(String name) {
        Map<String, Object> part = new LinkedHashMap<>();
        ((Map<?, ?>) RULES.get(name)).forEach((key, value) -> part.put((String) key, value));
        return part;
    }

    private static Map<?, ?> rules() {
        try (InputStream in = Advice.class.getResourceAsStream("advice.yaml")) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
