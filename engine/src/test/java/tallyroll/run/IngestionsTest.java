package tallyroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.PipelineState;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceCursor;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;

/** The engine's half of each ingestion mode. */
class IngestionsTest {
    private static final String DEFINITION = """
            pipeline: sales
            source: %s
            event: {format: json, id: id, time: {field: at}, fields: {id: string, at: timestamp, shop: string}}
            strategy: %s
            rollups:
              by_shop: {by: [shop], every: [1h], measures: {sales: count}}
            """;
    private static final String HTTP = "{http: {listen: \"127.0.0.1:0\"}}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "idempotent, ReceiverIngestion",
        "aggregates, ReceiverIngestion",
        "idempotent-wal, WalIngestion",
        "counters-wal, WalIngestion",
        "aggregates-direct, DirectIngestion",
        "idempotent-direct, DirectIngestion",
    })
    void of_aStrategy_isTheIngestionOfItsMode(String strategy, String ingestion) {
        assertThat(SourceFactory.of(pipeline(strategy)).getClass().getSimpleName())
                .isEqualTo(ingestion);
    }

    @Test
    void open_aReceiverThatIsToRunOnce_isRefusedWithTheReasonAndWhatToDo() {
        RunOptions once = RunOptions.once(directory.toString());

        assertThatThrownBy(() -> SourceFactory.open(pipeline("idempotent"), Expressions.NONE, once, line -> {}))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "Cannot run \"sales\" once: strategy idempotent takes events from a http receiver")
                .hasMessageContaining("Run it without --once");
    }

    @Test
    void opener_ofAReceiverWhoseDriverHasEnded_givesNothingAndAGap() {
        Claim.Range range = new Claim.Range("http", 3, 10, 14);
        IngestClaim claim = new IngestClaim(7, 1_700_000_000_000_000L, 0, List.of(range));

        try (SourceCursor lost =
                SourceFactory.openers(pipeline("idempotent")).apply(claim).open(range)) {
            assertThat(lost.advance()).isFalse();
            assertThat(lost.gaps()).containsExactly(range);
            assertThat(lost.message(range))
                    .startsWith("events 10 to 13 (4) were in the memory of a driver that has ended");
        }
    }

    @Test
    void lag_ofAReceiver_isKnownToItsDriverOnly() {
        assertThat(SourceFactory.lag(pipeline("idempotent"), PipelineState.initial("sales")))
                .isEqualTo("only the driver knows what waits in its memory");
    }

    @Test
    void lag_ofALogThatNobodyHasWritten_isNothing() {
        assertThat(SourceFactory.lag(pipeline("idempotent-wal"), PipelineState.initial("sales")))
                .isEqualTo("0 events in the write-ahead log");
    }

    private Pipeline pipeline(String strategy) {
        String source = strategy.endsWith("-direct")
                ? "{kafka: {bootstrap: \"localhost:1\", topic: sales}}"
                : strategy.endsWith("-wal") ? HTTP.replace("}}", "}, wal: {directory: \"" + directory + "\"}}") : HTTP;
        return Definition.parse(DEFINITION.formatted(source, strategy), "sales.yaml", Environment.of(Map.of()));
    }
}
