package tallyroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.PipelineState;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceCursor;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;
import tallyroll.source.SourceBinding;

/** The engine's half of each ingestion mode, as far as it needs no broker. */
class IngestionTest {
    private static final String YAML = """
            pipeline: readings
            source: {http: {listen: "localhost:0"}%s}
            event: {format: json, time: at, fields: {sensor: string}}
            strategy: %s
            rollups:
              by_sensor: {by: [sensor], every: [1h], measures: {readings: count}}
            """;

    @TempDir
    private Path directory;

    private final List<String> log = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("tallyroll.pipeline.Strategy#all")
    void mode_ofEachStrategy_hasItsHalfInTheEngine(Strategy strategy) {
        assertThat(SourceFactory.of(strategy).mode()).isEqualTo(strategy.ingestionMode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    idempotent     | only the driver knows what waits in its memory
                    aggregates     | only the driver knows what waits in its memory
                    idempotent-wal | 0 events in the write-ahead log
                    counters-wal   | 0 events in the write-ahead log
                    """)
    void lag_ofEachMode_isSaidByWhoKnows(String strategy, String lag) {
        assertThat(SourceFactory.lag(pipeline(strategy), PipelineState.initial("readings")))
                .isEqualTo(lag);
    }

    @Test
    void open_receiverOnce_isRefusedForItHasNoEnd() {
        assertThatThrownBy(() -> open("idempotent", RunOptions.once("checkpoints")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(
                        "Cannot run \"readings\" once: strategy idempotent takes events from a http receiver,"
                                + " which has no end.");
    }

    /** A run that ends with what is there now has no receiver of its own, so it takes nothing in. */
    @Test
    void open_logOnce_receivesNothing() {
        try (SourceBinding binding = open("idempotent-wal", RunOptions.once("checkpoints"))) {
            binding.start(1);

            assertThat(log).isEmpty();
            assertThat(binding.offsets().latest()).isEmpty();
            assertThat(binding.drained(Map.of())).isTrue();
        }
    }

    @Test
    void opener_receiverWhoseDriverEnded_givesAGapForEveryRange() {
        Claim.Range range = new Claim.Range("http", 3, 10, 25);

        IngestClaim claim = new IngestClaim(1, 1_700_000_000_000_000L, 0, List.of(range));

        try (SourceCursor cursor =
                SourceFactory.openers(pipeline("idempotent")).apply(claim).open(range)) {
            assertThat(cursor.advance()).isFalse();
            assertThat(cursor.gaps()).containsExactly(range);
        }
    }

    private SourceBinding open(String strategy, RunOptions options) {
        return SourceFactory.open(pipeline(strategy), Expressions.NONE, options, log::add);
    }

    private Pipeline pipeline(String strategy) {
        String wal = strategy.endsWith("-wal") ? ", wal: {directory: \"" + directory.resolve("wal") + "\"}" : "";
        return Definition.parse(YAML.formatted(wal, strategy), "readings.yaml", Environment.of(Map.of()));
    }
}
