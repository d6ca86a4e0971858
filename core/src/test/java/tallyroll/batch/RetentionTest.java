package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallyroll.control.Forgotten;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.time.Micros;

/** Which buckets have outlived their time, and which are held back. */
class RetentionTest {
    private static final int ALL = 1_000;
    private static final long HOUR = Micros.PER_HOUR;
    private static final long NOW = at("2026-05-20T10:30:00Z");

    private final TreeSet<Long> recorded = new TreeSet<>();
    private OptionalLong firstDirty = OptionalLong.empty();
    private Forgotten forgotten = Forgotten.NOTHING;

    private final Retention.Buckets buckets = new Retention.Buckets() {
        @Override
        public List<Long> recorded(long from, long until, int max) {
            return from >= until || max <= 0
                    ? List.of()
                    : recorded.subSet(from, until).stream().limit(max).toList();
        }

        @Override
        public OptionalLong firstDirty() {
            return firstDirty;
        }
    };

    @Test
    void due_keptForever_dropsNothing() {
        hours("2020-01-01T00:00:00Z", 10);

        assertThat(retention("keep: forever", "1h").due(buckets, forgotten, NOW, ALL))
                .isEmpty();
    }

    @Test
    void due_bucketWhoseEndIsYoungerThanKeep_isKept() {
        recorded.add(at("2026-05-18T10:00:00Z"));

        assertThat(retention("keep: 2d", "1h").due(buckets, forgotten, NOW, ALL))
                .isEmpty();
    }

    /** A pipeline that begins by reading years of history takes all of it: only what was dropped makes later events too old. */
    @Test
    void due_nothingRecordedThatIsOldEnough_movesNoBound() {
        recorded.add(NOW);

        assertThat(retention("keep: 2d", "1h").due(buckets, forgotten, NOW, ALL))
                .isEmpty();
    }

    @Test
    void due_oneLife_keepsTheHorizonBeforeWhatIsAccepted() {
        hours("2026-05-15T00:00:00Z", 120);

        Retention.Step step = step("keep: 2d", "1h");

        long accepted = at("2026-05-18T10:00:00Z");
        assertThat(step.after().acceptedFrom()).isEqualTo(accepted);
        assertThat(step.after().eventsBefore()).isEqualTo(accepted - 24 * HOUR);
        assertThat(step.after().droppedBefore()).isEqualTo(accepted - 24 * HOUR);
        assertThat(step.after().identitiesBefore()).isEqualTo(accepted - 24 * HOUR);
        assertThat(step.whole()).hasSize(58).endsWith(accepted - 25 * HOUR);
        assertThat(step.events()).isEmpty();
    }

    @Test
    void due_identitiesOfTheirOwnLife_areKeptThatLong() {
        hours("2026-05-15T00:00:00Z", 120);

        Retention.Step step = step("keep: {events: 2d, identities: 4d}", "1h");

        assertThat(step.after().eventsBefore()).isEqualTo(at("2026-05-17T10:00:00Z"));
        assertThat(step.after().identitiesBefore()).isEqualTo(at("2026-05-16T10:00:00Z"));
        assertThat(step.events()).hasSize(24);
        assertThat(step("keep: {events: 2d, identities: forever}", "1h").whole())
                .isEmpty();
    }

    @Test
    void due_identityByPosition_needsNoHorizon() {
        hours("2026-05-15T00:00:00Z", 120);

        Retention.Step step = retention("keep: 2d", "1h", "")
                .due(buckets, forgotten, NOW, ALL)
                .orElseThrow();

        assertThat(step.events()).isEmpty();
        assertThat(step.whole()).hasSize(82);
    }

    @Test
    void due_bucketThatIsNotSettled_holdsBackAllFromItOn() {
        hours("2026-05-15T00:00:00Z", 120);
        firstDirty = OptionalLong.of(at("2026-05-16T07:00:00Z"));

        Retention.Step step = step("keep: 2d", "1h");

        assertThat(step.after().acceptedFrom()).isEqualTo(at("2026-05-16T07:00:00Z"));
        assertThat(step.whole()).endsWith(at("2026-05-15T06:00:00Z"));
        assertThat(retention("keep: 2d", "1h").outlook(buckets, forgotten, NOW).heldBack())
                .hasValue("bucket 2026-05-16T07:00:00Z is not settled, and nothing from it on is dropped before it is");
    }

    /** A day of a rollup that is recounted from the record is recounted from all of its hours. */
    @Test
    void due_rollupOfLongerBuckets_keepsTheHoursOfADayThatIsBegun() {
        hours("2026-05-15T00:00:00Z", 120);

        Retention.Step step = step("keep: 2d", "1d");

        assertThat(step.after().acceptedFrom()).isEqualTo(at("2026-05-18T10:00:00Z"));
        assertThat(step.after().eventsBefore()).isEqualTo(at("2026-05-17T00:00:00Z"));
        assertThat(step.whole()).endsWith(at("2026-05-16T23:00:00Z"));
    }

    @Test
    void due_moreThanAtOnce_goesOnWithTheNextStep() {
        hours("2026-05-15T00:00:00Z", 120);
        TreeSet<Long> whole = new TreeSet<>();
        TreeSet<Long> events = new TreeSet<>();
        int steps = 0;

        for (var next = retention("keep: {events: 2d, identities: 4d}", "1h").due(buckets, forgotten, NOW, 7);
                next.isPresent();
                next = retention("keep: {events: 2d, identities: 4d}", "1h").due(buckets, forgotten, NOW, 7)) {
            Retention.Step step = next.get();
            assertThat(step.whole().size() + step.events().size()).isBetween(1, 7);
            assertThat(step.after().acceptedFrom()).isEqualTo(at("2026-05-18T10:00:00Z"));
            step.whole().forEach(bucket -> assertThat(whole.add(bucket)).isTrue());
            step.events().forEach(bucket -> assertThat(events.add(bucket)).isTrue());
            recorded.removeAll(step.whole());
            forgotten = step.after();
            assertThat(recorded.headSet(forgotten.droppedBefore()))
                    .allMatch(bucket -> events.contains(bucket) || bucket < forgotten.identitiesBefore());
            steps++;
        }

        assertThat(steps).isEqualTo(9);
        assertThat(whole).hasSize(34);
        assertThat(events).hasSize(24);
        assertThat(forgotten.droppedBefore()).isEqualTo(forgotten.eventsBefore());
    }

    @Test
    void due_keepMadeLonger_bringsNoBoundBack() {
        hours("2026-05-15T00:00:00Z", 120);
        forgotten = step("keep: 2d", "1h").after();

        assertThat(retention("keep: 400d", "1h").due(buckets, forgotten, NOW, ALL))
                .hasValueSatisfying(
                        step -> assertThat(step.after().acceptedFrom()).isEqualTo(forgotten.acceptedFrom()));
    }

    @Test
    void outlook_recordedBuckets_saysWhenTheNextIsDue() {
        recorded.add(at("2026-05-19T10:00:00Z"));

        assertThat(retention("keep: 2d", "1h").outlook(buckets, forgotten, NOW))
                .isEqualTo(
                        new Retention.Outlook(OptionalLong.of(at("2026-05-21T11:00:00Z")), java.util.Optional.empty()));
    }

    private Retention.Step step(String keep, String every) {
        return retention(keep, every).due(buckets, forgotten, NOW, ALL).orElseThrow();
    }

    private void hours(String first, int count) {
        for (int hour = 0; hour < count; hour++) {
            recorded.add(at(first) + hour * HOUR);
        }
    }

    private static Retention retention(String keep, String every) {
        return retention(keep, every, "id: id");
    }

    private static Retention retention(String keep, String every, String id) {
        Pipeline pipeline = Definition.parse("""
                pipeline: visits
                source:
                  kafka: {bootstrap: "localhost:9092", topic: events}
                event:
                  format: json
                  %s
                  time: {field: at}
                  fields: {id: string, at: timestamp, place: string}
                strategy: idempotent-direct
                record: {bucket: 1h, %s}
                rollups:
                  visits:
                    by: [place]
                    every: [%s]
                    measures: {events: count}
                """.formatted(id, keep, every), "visits.yaml", Environment.of(Map.of()));
        return Retention.of(pipeline);
    }

    private static long at(String instant) {
        return Micros.of(Instant.parse(instant));
    }
}
