package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The architecture page and the code tell one story of the flow: the same steps, by the same words, in the same order. */
class FlowTest {
    private static final String RUNNER = "core/src/main/java/tallyroll/batch/BatchRunner.java";
    private static final String COMPARISON = "core/src/main/java/tallyroll/batch/Comparison.java";
    private static final Pattern CALL = Pattern.compile("\\b([a-z]\\w*)\\(");
    /** What the methods call besides the steps: who runs them, and who hears of it. */
    private static final Set<String> NO_STEPS = Set.of("run", "tasks", "began", "committed", "instant");

    @Test
    void run_ofABatch_callsTheStepsOfThePageInTheirOrder() throws IOException {
        assertThat(steps(method(RUNNER, "CommittedBatch run("))).isEqualTo(words());
    }

    @Test
    void run_ofABatch_fitsOnAScreen() throws IOException {
        assertThat(method(RUNNER, "CommittedBatch run(").lines().count()).isLessThanOrEqualTo(40);
    }

    @Test
    void run_ofAComparison_callsTheStepsBetweenClaimAndCommit() throws IOException {
        String flow = method(COMPARISON, "StoredDefinition definition)");

        assertThat(steps(flow.substring(flow.indexOf("jobs.run(")))).isEqualTo(words().subList(1, words().size() - 1));
    }

    @Test
    void page_line_isTheTable() {
        assertThat(architecture().inlineCode()).contains(String.join(" → ", words()));
    }

    @Test
    void steps_renamedRemovedReorderedOrAdded_areNotThoseOfThePage() throws IOException {
        String flow = method(RUNNER, "CommittedBatch run(");

        assertThat(steps(flow.replace(".decode(", ".parse("))).isNotEqualTo(words());
        assertThat(steps(flow.replace(".record(", ".("))).isNotEqualTo(words());
        assertThat(steps(flow.replace("read(", "x(").replace("decode(", "read(").replace("x(", "decode(")))
                .isNotEqualTo(words());
        assertThat(steps(flow.replace(".record(", ".sort().record("))).isNotEqualTo(words());
    }

    /** The words of the page's table; the row of the shuffle has none. */
    private static List<String> words() {
        return architecture().rows("word", "new events", "recounting: settle, repair, verify", "where").stream()
                .map(row -> row.get(0))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Page architecture() {
        return Page.read(Page.HOME.resolve("docs/architecture.md"));
    }

    private static List<String> steps(String body) {
        return CALL.matcher(body)
                .results()
                .map((MatchResult call) -> call.group(1))
                .filter(name -> !NO_STEPS.contains(name))
                .toList();
    }

    /** The body of a method, without comments. */
    private static String method(String file, String signature) throws IOException {
        String source = Files.readString(Page.HOME.resolve(file));
        int start = source.indexOf(signature);
        assertThat(start).as("%s of %s", signature, file).isPositive();
        int open = source.indexOf('{', start);
        return source.substring(open, source.indexOf("\n    }", open)).replaceAll("//[^\n]*", "");
    }
}
