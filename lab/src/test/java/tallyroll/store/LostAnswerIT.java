package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.ByteWriter;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.Forgotten;
import tallyroll.control.IngestClaim;
import tallyroll.control.PathMatches;
import tallyroll.control.PipelineState;
import tallyroll.control.SettledCounts;
import tallyroll.control.StoredDefinition;
import tallyroll.event.Event;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.DeadLetter;
import tallyroll.record.SystemOfRecord;
import tallyroll.server.TestServers;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;
import tallyroll.summary.WriteOutcome;

/** The accident "write done but answer lost", at each port. */
class LostAnswerIT {
    private static final String MARKER = "marked-for-cutting";
    private static final long TIMESTAMP = 1_700_000_000_000_000L;
    private static final long BUCKET = 978_652_800_000_000L;

    private static TestStores direct;
    private static AnswerDropper dropper;
    private CassandraStores stores;

    @BeforeAll
    static void open() throws IOException {
        direct = new TestStores("blocks");
        dropper = new AnswerDropper(TestServers.shared().contactPoint(), MARKER);
    }

    @AfterAll
    static void close() throws IOException {
        direct.close();
        dropper.close();
    }

    @BeforeEach
    void connect() {
        stores = CassandraStores.open(ContractPipeline.of("blocks", dropper.contactPoint(), direct.keyspace()));
    }

    @AfterEach
    void disconnect() {
        stores.close();
    }

    @Test
    void write_summaryRow_isUnknownAndFoundWhenReadAgain() {
        Pipeline pipeline = direct.pipeline();
        RollupTable table = new RollupTable(
                pipeline.rollups().get(0), pipeline.rollups().get(0).finest());
        Event event = new Event(pipeline.event().schema());
        event.putString(pipeline.event().schema().slot("place"), MARKER);
        ByteWriter key = new ByteWriter();
        new GroupCodec(table.rollup(), pipeline.event().schema()).write(event, key);
        Partition partition = new Partition(
                table, new GroupKey(key.toByteArray()), table.period().label(BUCKET));
        RowShape shape = new RowShape(table.rollup(), pipeline.event().schema());
        SummaryRow row = new SummaryRow(BUCKET, 1, shape.values(shape.neutral()));
        assertThat(stores.summaries().read(partition, BUCKET, BUCKET))
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(rows -> assertThat(rows).isEmpty());

        int before = dropper.cut();
        dropper.cutNext(1);
        assertThat(stores.summaries().write(partition, List.of(new RowWrite(row, null)), TIMESTAMP))
                .succeedsWithin(Duration.ofSeconds(30))
                .isInstanceOf(WriteOutcome.Unknown.class);

        assertThat(dropper.cut()).isEqualTo(before + 1);
        assertThat(direct.stores().summaries().read(partition, BUCKET, BUCKET))
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(rows -> assertThat(rows).hasSize(1));
    }

    @Test
    void swap_controlRow_decidesByReadingAgain() {
        PipelineState initial = PipelineState.initial("lost");
        PipelineState next = new PipelineState(
                "lost",
                1,
                1,
                MARKER,
                TIMESTAMP,
                0,
                TIMESTAMP,
                0,
                0,
                Optional.empty(),
                Map.of(),
                Books.NONE,
                StoredDefinition.NONE,
                Forgotten.NOTHING,
                Optional.empty(),
                Map.of(),
                SettledCounts.NONE,
                PathMatches.NONE,
                0);
        int before = dropper.cut();

        dropper.cutNext(1);

        assertThat(stores.control().swap(initial, next)).isTrue();
        assertThat(dropper.cut()).isEqualTo(before + 1);
        assertThat(direct.stores().control().read("lost")).contains(next);
    }

    @Test
    void record_deadLetter_isSentAgainAndStandsOnce() {
        IngestClaim claim = new IngestClaim(1, TIMESTAMP, 0, List.of(new Claim.Range("events", 0, 0, 10)));
        int before = dropper.cut();

        dropper.cutNext(2);
        try (SystemOfRecord.Appender appender = stores.record().appender(claim, 0, 0)) {
            appender.reject(new DeadLetter(1, "events", 0, 3, "not-json", MARKER).keeping(new byte[] {1}));
            appender.finish();
        }

        assertThat(dropper.cut()).isEqualTo(before + 2);
        assertThat(direct.stores().record().deadLetters(10)).hasSize(1);
    }
}
