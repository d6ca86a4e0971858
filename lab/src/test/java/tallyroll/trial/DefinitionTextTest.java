package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.pipeline.Strategy;

/** Between strategies only what must differ differs. */
class DefinitionTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "counters | http: {listen: \"here:8080\", max_per_batch: 2500}",
                "aggregates-direct | kafka: {bootstrap: \"broker:9092\", topic: trial_1, max_per_batch: 2500}",
                "idempotent-direct | kafka: {bootstrap: \"broker:9092\", topic: trial_1, max_per_batch: 2500}"
            })
    void yaml_ofAStrategy_hasItsSource(String label, String source) {
        assertThat(lines(Strategy.labelled(label).orElseThrow(), 2_500))
                .contains("  " + source)
                .noneMatch(line -> line.contains("wal:"));
    }

    @Test
    void yaml_withALog_namesItsDirectory() {
        assertThat(lines(Strategy.COUNTERS_WAL, 0))
                .contains("  http: {listen: \"here:8080\"}", "  wal: {directory: \"/tmp/wal\"}");
    }

    @Test
    void yaml_withARecord_hasTheGrace() {
        assertThat(lines(Strategy.IDEMPOTENT, 0)).contains("grace: 1s", "record: {layout: blocks, bucket: 1h}");
        assertThat(lines(Strategy.AGGREGATES, 0))
                .noneMatch(line -> line.startsWith("grace") || line.startsWith("record"));
    }

    @Test
    void yaml_ofTwoStrategies_sharesEventsAndRollups() {
        assertThat(common(Strategy.COUNTERS))
                .isEqualTo(common(Strategy.IDEMPOTENT_DIRECT))
                .hasSize(13);
    }

    private static List<String> common(Strategy strategy) {
        return lines(strategy, 0).stream()
                .filter(line -> !line.matches("  (http|kafka):.*|strategy:.*|record:.*|grace:.*"))
                .toList();
    }

    private static List<String> lines(Strategy strategy, long maxPerBatch) {
        return new DefinitionText(
                        strategy, "trial_1", "node:9042", "broker:9092", "here:8080", Path.of("/tmp/wal"), maxPerBatch)
                .yaml(TestHarness.AT_ONCE)
                .lines()
                .toList();
    }
}
