package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.cli.Console;
import tallyroll.cli.Format;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore;
import tallyroll.control.Forgotten;
import tallyroll.control.IngestClaim;
import tallyroll.control.MemoryControl;
import tallyroll.control.MemoryRequests;
import tallyroll.control.PathMatches;
import tallyroll.control.PipelineState;
import tallyroll.control.RequestStore;
import tallyroll.control.SettleClaim;
import tallyroll.control.SettledCounts;
import tallyroll.control.StoredDefinition;
import tallyroll.event.Event;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.record.MemoryRecord;
import tallyroll.record.Settlement;
import tallyroll.record.SystemOfRecord;
import tallyroll.store.SchemaPlan;
import tallyroll.store.Stores;
import tallyroll.summary.CounterStore;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.SummaryStore;
import tallyroll.time.Micros;

/** What {@code status} says of a pipeline of each summary mode, over stores in memory. */
class WorkerTest {
    private static final long TIMESTAMP = 1_700_000_000_000_000L;
    private static final long HOUR = 3_600_000_000L;

    private static final String YAML = """
            pipeline: readings
            source: {http: {}}
            event: {format: json, id: id, time: at, fields: {id: string, sensor: string}}
            strategy: %s
            rollups:
              by_sensor: {by: [sensor], every: [1h], measures: {readings: count}}
            """;

    private final InMemory stores = new InMemory(new MemoryRecord(), new MemoryControl());

    private record InMemory(SystemOfRecord record, ControlStore control) implements Stores {
        @Override
        public SummaryStore summaries() {
            return new MemorySummaries();
        }

        @Override
        public CounterStore counters() {
            return new MemoryCounters();
        }

        @Override
        public RequestStore requests() {
            return new MemoryRequests();
        }

        @Override
        public void prepareLease() {
            // control rows need no table here
        }

        @Override
        public boolean exist() {
            return true;
        }

        @Override
        public SchemaPlan createTables() {
            return new SchemaPlan(true, List.of(), List.of(), List.of());
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    @BeforeEach
    void threeBatches() {
        PipelineState state = new PipelineState(
                "readings",
                1,
                2,
                "",
                0,
                3,
                TIMESTAMP,
                0,
                0,
                Optional.empty(),
                Map.of("http-2", 60L),
                new Books(60, 50, 900, 7, 3),
                StoredDefinition.NONE,
                Forgotten.NOTHING,
                Optional.empty(),
                Map.of(),
                new SettledCounts(40, 30, 20, 1),
                PathMatches.NONE,
                0);
        assertThat(stores.control().swap(PipelineState.initial("readings"), state))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    idempotent | books            | read 60 = recorded 50 + duplicates 7 + dead letters 3
                    idempotent | driver           | none running (epoch 2)
                    idempotent | lag              | only the driver knows what waits in its memory
                    idempotent | verified through | nothing recorded yet
                    idempotent | gaps             | none
                    counters   | gaps             | none
                    idempotent | buckets          | 0, of which 0 dirty
                    idempotent | settled          | 40 times by proof, 30 by recount; 20 audited, drift 1 rows
                    aggregates | books            | read 60 = counted 50 + duplicates 7 + dead letters 3
                    aggregates | lag              | only the driver knows what waits in its memory
                    aggregates | verified through | nothing can be verified: there is no system of record
                    counters   | driver           | none: any number of clients may run, and none of them is known here
                    counters   | lag              | only the client knows what waits in its memory
                    counters   | books            | none that survive a client; each prints its own when it ends
                    counters   | verified through | nothing can be verified: there is no system of record
                    """)
    void status_ofEachMode_saysWhatItCanKnow(String strategy, String fact, String value) {
        assertThat(facts(strategy)).containsPattern("(?m)^" + fact + " +" + Pattern.quote(value) + " *$");
    }

    @ParameterizedTest
    @CsvSource({"aggregates", "counters"})
    void status_withoutRecord_hasNoBuckets(String strategy) {
        assertThat(facts(strategy)).doesNotContain("buckets").doesNotContain("duplicates found settling");
    }

    @Test
    void status_settledAndDirtyBuckets_isVerifiedThroughTheFirstDirtyOne() {
        record(0);
        record(HOUR);
        stores.record()
                .settled(
                        new SettleClaim(2, TIMESTAMP + 2_000, 0, List.of(0L), Claim.Cause.SETTLE),
                        List.of(new Settlement(0, 1, 4, TIMESTAMP)));

        assertThat(facts("idempotent"))
                .containsPattern("buckets +2, of which 1 dirty")
                .containsPattern("duplicates found settling +4")
                .containsPattern("verified through +1970-01-01T01:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"idempotent", "aggregates", "counters"})
    void status_gaps_areSummed(String strategy) {
        GapStore gaps = stores.record().gaps();
        gaps.add(new Gap(new Claim.Range("http", 2, 10, 1_500), "they were gone", 1, TIMESTAMP), TIMESTAMP);
        gaps.add(new Gap(new Claim.Range("http", 3, 0, 10), "they were gone", 2, TIMESTAMP), TIMESTAMP);

        assertThat(facts(strategy)).containsPattern("gaps +2, of 1,500 positions that were not read");
    }

    @Test
    void gaps_newest_areATableWithSourceRangeTimeAndReason() {
        Gap gap = new Gap(new Claim.Range("http", 2, 10, 1_500), "they were gone", 7, TIMESTAMP);
        StringWriter out = new StringWriter();

        new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), false, Path.of("."), Map.of())
                .print(Format.CSV, Map.of("gaps", GapTable.of(List.of(gap))));

        assertThat(out.toString())
                .contains("gap,batch,source,partition,from,until,positions,missing,found,filled,filled from,reason")
                .contains("7:http/2/10,7,http,2,10,1500,1490,1490,2023-11-14T22:13:20Z,\"\",\"\",they were gone");
    }

    @ParameterizedTest
    @CsvSource({"idempotent", "aggregates", "counters"})
    void status_gapsOfWhichSomeAreFilled_areSummedApart(String strategy) {
        GapStore gaps = stores.record().gaps();
        Gap gap = new Gap(new Claim.Range("http", 2, 10, 1_510), "they were gone", 1, TIMESTAMP);
        gaps.add(gap, TIMESTAMP);
        gaps.add(new Gap(new Claim.Range("http", 3, 0, 10), "they were gone", 2, TIMESTAMP), TIMESTAMP);
        gaps.fill(gap.filled(new Gap.Fill(TIMESTAMP, 5, "files", 10)), TIMESTAMP);

        assertThat(facts(strategy))
                .containsPattern("gaps +1 open, 10 positions missing; 1 filled, of 1,510 positions in all");
    }

    /** A bucket of the year 9999 that a repair has settled says nothing of the time until then. */
    @Test
    void status_settledBucketInTheFuture_isVerifiedThroughTheLastClaim() {
        long future = Micros.of(Instant.parse("9999-12-31T22:00:00Z"));
        record(future);
        stores.record()
                .settled(
                        new SettleClaim(2, TIMESTAMP + 2_000, 0, List.of(future), Claim.Cause.REPAIR),
                        List.of(new Settlement(future, 1, 0, TIMESTAMP)));

        assertThat(facts("idempotent"))
                .doesNotContainPattern("verified through +9999")
                .containsPattern("verified through +20[0-9]{2}-");
    }

    @Test
    void status_neverRun_isUnknown() {
        Stores empty = new InMemory(new MemoryRecord(), new MemoryControl());

        assertThat(Worker.of(pipeline("idempotent")).status(empty)).isEmpty();
    }

    private void record(long bucket) {
        IngestClaim claim = new IngestClaim(1, TIMESTAMP, 0, List.of(new Claim.Range("http", 2, 0, 100)));
        try (SystemOfRecord.Appender appender = stores.record().appender(claim, 0, 0)) {
            appender.add(bucket, new Event(pipeline("idempotent").event().schema()), bucket / HOUR, Slice.of("{}"));
            appender.finish();
        }
    }

    private String facts(String strategy) {
        StringWriter out = new StringWriter();
        Console console =
                new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), false, Path.of("."), Map.of());
        console.print(
                Format.TABLE,
                Map.of("status", Worker.of(pipeline(strategy)).status(stores).orElseThrow()));
        return out.toString();
    }

    private static Pipeline pipeline(String strategy) {
        return Definition.parse(YAML.formatted(strategy), "readings.yaml", Environment.of(Map.of()));
    }
}
