package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.batch.ValidFrom.Since;
import tallyroll.bucket.Granularity;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.Forgotten;
import tallyroll.control.PipelineState;
import tallyroll.control.SettleClaim;
import tallyroll.control.StoredDefinition;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.redefinition.DefinitionChange;

/** What a change of the definition says of each measure, from the stored definition and marks alone. */
class ValidFromTest {
    private static final long HOUR = 3_600_000_000L;
    private static final long NOW = 1_700_000_000_000_000L;
    private static final Optional<Granularity> HOURS = Granularity.parse("1h", ZoneOffset.UTC);
    private static final String BEFORE = """
            pipeline: visits
            source: {kafka: {bootstrap: "localhost:9092", topic: events}}
            event:
              format: json
              id: id
              time: {field: at}
              fields: {id: string, at: timestamp, place: string, n: long}
            strategy: STRATEGY
            rollups:
              visits: {by: [place], every: [1h, 1d], measures: {events: count, n: sum(n)}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n: sum(n)}        | n: sum(n), most: max(n)} | most   | 1h  | 3",
                "n: sum(n)}        | n: sum(n), most: max(n)} | events | 1h  | -",
                "n: sum(n)}        | n: max(n)}               | n      | 1d  | 3",
                "n: sum(n)}        | n: max(n)}               | events | 1d  | -",
                "n: sum(n)}        | total: sum(n)}           | total  | 1h  | 3",
                "n: sum(n)}        | n: count}                | n      | 1h  | 3",
                "[1h, 1d]          | [1h, 1d, 1mo]            | events | 1mo | 3",
                "[1h, 1d]          | [1h, 1d, 1mo]            | events | 1h  | -",
                "[1h, 1d]          | '[1h, 1d], where: n > 1' | events | 1h  | 3",
                "[1h, 1d]          | '[1h, 1d], zone: Asia/Tokyo' | n  | 1h  | 3",
                "n: long           | n: int                   | events | 1h  | 3",
            })
    void change_ofARollup_makesAgainWhatItConcerns(String from, String to, String measure, String every, String hours) {
        StoredDefinition changed = changed(from, to, Forgotten.NOTHING);

        Optional<Since> since =
                valid(changed, mark(0, 7, 3), mark(2, 7, 3), mark(4, 9, 9)).of("visits", every, measure);

        assertThat(since.map(Since::micros)).isEqualTo(hours.equals("-") ? Optional.empty() : Optional.of(3 * HOUR));
    }

    @Test
    void migration_newestFirst_movesBackUntilAllIsValid() {
        StoredDefinition changed = changed("n: sum(n)}", "n: sum(n), most: max(n)}", Forgotten.NOTHING);

        assertThat(most(changed, mark(0, 7, 3), mark(1, 7, 3), mark(2, 7, 3))).contains(new Since(3 * HOUR, 8, true));
        assertThat(most(changed, mark(0, 7, 3), mark(1, 7, 3), mark(2, 7, 9))).contains(new Since(2 * HOUR, 8, true));
        assertThat(most(changed, mark(0, 7, 10), mark(1, 7, 10), mark(2, 11, 9)))
                .as("what is dirty is not outdated")
                .isEmpty();
        assertThat(most(changed.migrated(), mark(0, 7, 10))).isEmpty();
    }

    @Test
    void migration_ofARecordThatHadForgotten_staysValidFromThere() {
        Forgotten forgotten = new Forgotten(2 * HOUR, HOUR, HOUR, HOUR, Forgotten.Dropped.NOTHING, 1);
        StoredDefinition changed = changed("n: sum(n)}", "n: sum(n), most: max(n)}", forgotten);

        assertThat(most(changed, mark(1, 7, 3), mark(3, 7, 3))).contains(new Since(4 * HOUR, 8, true));
        assertThat(most(changed, mark(1, 7, 3), mark(3, 7, 9))).contains(new Since(2 * HOUR, 8, false));
        StoredDefinition done = changed.withHistoryUntil(4 * HOUR).migrated();
        assertThat(ValidFrom.needsMarks(done)).isFalse();
        assertThat(most(done)).contains(new Since(2 * HOUR, 8, false));
        assertThat(valid(done).of("visits", "1h", "events")).isEmpty();
    }

    /** The first addition is done when the second comes: it is not taken for one that has to be filled again. */
    @Test
    void change_afterAnother_leavesTheFirstAsItIs() {
        StoredDefinition first = changed("n: sum(n)}", "n: sum(n), most: max(n)}", Forgotten.NOTHING)
                .withHistoryUntil(4 * HOUR)
                .migrated();
        StoredDefinition second = DefinitionChange.of(
                        first, pipeline(BEFORE.replace("n: sum(n)}", "n: sum(n), most: max(n), least: min(n)}")))
                .next(state(20, Forgotten.NOTHING), NOW);

        assertThat(most(second, mark(0, 7, 10))).isEmpty();
        assertThat(valid(second, mark(0, 7, 10)).of("visits", "1h", "least")).contains(new Since(HOUR, 20, true));
        StoredDefinition again = DefinitionChange.of(
                        second, pipeline(BEFORE.replace("n: sum(n)}", "n: sum(n), least: min(n)}")))
                .next(state(30, Forgotten.NOTHING), NOW);
        assertThat(valid(again, mark(0, 7, 10)).of("visits", "1h", "least"))
                .as("a removal fills nothing")
                .contains(new Since(HOUR, 20, true));
    }

    @Test
    void rollup_thatIsNew_isValidFromWhereItIsFilled() {
        StoredDefinition changed = changed(
                "rollups:\n", "rollups:\n  all: {by: [], every: [1d], measures: {events: count}}\n", Forgotten.NOTHING);

        assertThat(valid(changed, mark(2, 7, 3)).of("all", "1d", "events")).contains(new Since(3 * HOUR, 8, true));
        assertThat(valid(changed, mark(2, 7, 3)).of("visits", "1d", "events")).isEmpty();
        assertThat(valid(changed, mark(2, 7, 3)).of("none", "1d", "events")).isEmpty();
    }

    @Test
    void withoutARecord_whatIsNew_holdsWhatCameSince() {
        StoredDefinition before = stored("aggregates-direct", Forgotten.NOTHING);
        StoredDefinition changed = DefinitionChange.of(
                        before, pipeline(BEFORE.replace("n: sum(n)}", "n: sum(n), most: max(n)}"), "aggregates-direct"))
                .next(state(8, Forgotten.NOTHING), NOW);
        ValidFrom valid = ValidFrom.of(changed, Optional.empty(), List.of());

        assertThat(valid.of("visits", "1h", "most")).contains(new Since(NOW, Long.MAX_VALUE, false));
        assertThat(valid.of("visits", "1h", "events")).isEmpty();
    }

    @Test
    void pace_ofAHistory_estimatesWhatIsLeft() {
        MigrationProgress.OfRollup rollup = new MigrationProgress.OfRollup("visits", 1_000, 400, OptionalLong.empty());
        BackfillPace pace = BackfillPace.of(List.of(entry(12, 100, 600), entry(11, 100, 300), entry(10, 400, 0)));

        assertThat(pace.left(rollup)).isEqualTo(", about 30 min left at this pace");
        assertThat(BackfillPace.of(List.of(entry(10, 100, 0))).left(rollup)).isEmpty();
        assertThat(new BackfillPace(1_000).plus(300, 4_000).left(rollup)).isEqualTo(", about 6 s left at this pace");
    }

    private static BatchEntry entry(long batch, int buckets, long seconds) {
        List<Long> recounted = LongStream.range(0, buckets).boxed().toList();
        SettleClaim claim = new SettleClaim(batch, NOW + batch * 1_000, 0, recounted, Claim.Cause.MIGRATION);
        return new BatchEntry(claim, Books.NONE, NOW + seconds * 1_000_000, 1, -1);
    }

    private static Optional<Since> most(StoredDefinition definition, BucketMark... marks) {
        return valid(definition, marks).of("visits", "1h", "most");
    }

    private static ValidFrom valid(StoredDefinition definition, BucketMark... marks) {
        return ValidFrom.of(definition, HOURS, List.of(marks));
    }

    private static BucketMark mark(int hour, long lastBatch, long settledBatch) {
        return new BucketMark(hour * HOUR, lastBatch, settledBatch, 1, 0);
    }

    /** By a run after batch 8. */
    private static StoredDefinition changed(String from, String to, Forgotten forgotten) {
        assertThat(BEFORE).contains(from);
        return DefinitionChange.of(stored("idempotent-direct", Forgotten.NOTHING), pipeline(BEFORE.replace(from, to)))
                .next(state(8, forgotten), NOW);
    }

    private static StoredDefinition stored(String strategy, Forgotten forgotten) {
        return DefinitionChange.of(StoredDefinition.NONE, pipeline(BEFORE, strategy))
                .next(state(0, forgotten), 1);
    }

    private static PipelineState state(long committed, Forgotten forgotten) {
        PipelineState initial = PipelineState.initial("visits");
        return new PipelineState(
                initial.pipeline(),
                initial.version(),
                initial.epoch(),
                initial.holder(),
                initial.leaseUntil(),
                committed,
                initial.writeTimestamp(),
                initial.slice(),
                initial.sliceBytes(),
                initial.open(),
                initial.positions(),
                initial.books(),
                initial.definition(),
                forgotten,
                initial.last(),
                initial.sources(),
                initial.settled(),
                initial.paths(),
                initial.voids());
    }

    private static Pipeline pipeline(String yaml) {
        return pipeline(yaml, "idempotent-direct");
    }

    private static Pipeline pipeline(String yaml, String strategy) {
        return Definition.parse(yaml.replace("STRATEGY", strategy), "visits.yaml", Environment.of(Map.of()));
    }
}
