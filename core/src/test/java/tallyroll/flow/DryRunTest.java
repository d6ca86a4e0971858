package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.event.EventSpec;
import tallyroll.event.Explode;
import tallyroll.event.Expressions;
import tallyroll.event.Payload;
import tallyroll.flow.DryRun.Fate;
import tallyroll.flow.DryRun.Outcome;
import tallyroll.flow.DryRun.Place;
import tallyroll.flow.DryRun.Row;
import tallyroll.pipeline.Pipeline;

/** What becomes of records that nobody stores. */
class DryRunTest {
    private static final long NOW = SmallPipeline.micros("2026-06-01T00:00:00Z");

    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void take_eventsOfTwoBuckets_giveTheRowsOfEveryTable() {
        DryRun run = taken(
                SmallPipeline.PIPELINE,
                event("1", "2026-01-05T08:10:00Z", "quay", 3),
                event("2", "2026-01-05T08:50:00Z", "quay", 4),
                event("3", "2026-01-05T08:20:00Z", "arch", 5));

        assertThat(outcomes).extracting(Outcome::fate).containsOnly(Fate.COUNTED);
        assertThat(rows(run))
                .containsExactly(
                        "short_15m [arch] 08:15 [1, 5]",
                        "short_15m [quay] 08:00 [1, 3]",
                        "short_15m [quay] 08:45 [1, 4]",
                        "short_1h [arch] 08:00 [1, 5]",
                        "short_1h [quay] 08:00 [2, 7]",
                        "short_1d [arch] 00:00 [1, 5]",
                        "short_1d [quay] 00:00 [2, 7]",
                        "long_1d [arch] 23:00 [1, 5]",
                        "long_1d [quay] 23:00 [2, 7]");
    }

    @Test
    void take_identityAgain_isADuplicateAndCountedOnce() {
        DryRun run = taken(
                SmallPipeline.PIPELINE,
                event("1", "2026-01-05T08:10:00Z", "quay", 3),
                event("1", "2026-01-05T09:10:00Z", "quay", 4));

        assertThat(outcomes).extracting(Outcome::fate).containsExactly(Fate.COUNTED, Fate.DUPLICATE);
        assertThat(rows(run)).contains("long_1d [quay] 23:00 [1, 3]");
    }

    @Test
    void take_lastCounts_theHighestRevisionIsCountedWhereverItStands() {
        Pipeline last = SmallPipeline.edited("id: id\n", "id: id\n  duplicates: {last: amount}\n");
        DryRun run = taken(
                last,
                event("1", "2026-01-05T08:10:00Z", "quay", 3),
                event("1", "2026-01-05T08:10:00Z", "quay", 9),
                event("1", "2026-01-05T08:10:00Z", "quay", 5));

        assertThat(rows(run)).contains("short_1h [quay] 08:00 [1, 9]");
    }

    @Test
    void take_noRecordKept_countsCopiesAndNamesNoBucketForPartials() {
        String[] copies = {event("1", "2026-01-05T08:10:00Z", "quay", 3), event("1", "2026-01-06T08:10:00Z", "quay", 3)
        };

        assertThat(rows(taken(SmallPipeline.summaryMode("counters-direct"), copies)))
                .contains("short_1d [quay] 00:00 [1, 3]");
        DryRun partials = taken(SmallPipeline.summaryMode("aggregates-direct"), copies);
        assertThat(partials.places())
                .allSatisfy(place -> assertThat(place.bucket()).isEmpty());
        assertThat(rows(partials)).contains("short_partials [quay] - [2, 6]");
    }

    @Test
    void take_notAnEvent_isRejectedWithItsReason() {
        DryRun run = taken(SmallPipeline.PIPELINE, "{\"at\":", event("1", "yesterday", "quay", 3));

        assertThat(outcomes).extracting(outcome -> outcome.why().code()).containsExactly("not-json", "bad-time");
        assertThat(outcomes.get(1).why().reason()).contains("yesterday");
        assertThat(rows(run)).isEmpty();
    }

    @Test
    void take_recordOfSeveralEvents_givesEachOfThem() {
        String visits = event("1", "2026-01-05T08:10:00Z", "quay", 3) + ","
                + event("2", "2026-01-05T08:50:00Z", "quay", 4) + ",{}";
        DryRun run = taken(exploding(), "[" + visits + "]", "7");

        assertThat(outcomes)
                .extracting(Outcome::fate)
                .containsExactly(Fate.COUNTED, Fate.COUNTED, Fate.REJECTED, Fate.REJECTED);
        assertThat(rows(run)).contains("short_1h [quay] 08:00 [2, 7]");
    }

    @Test
    void take_deletion_takesItsIdentityOut() {
        Pipeline deleting = SmallPipeline.edited(
                "id: id\n",
                "id: id\n  duplicates: {last: amount}\n  delete: gone\n",
                "amount: long",
                "amount: long, gone: boolean");
        String deletion = event("1", "2026-01-05T08:10:00Z", "quay", 9).replace("}", ",\"gone\":true}");
        DryRun run = taken(
                deleting,
                event("1", "2026-01-05T08:10:00Z", "quay", 3),
                event("2", "2026-01-05T08:10:00Z", "quay", 4),
                deletion);

        assertThat(outcomes).extracting(Outcome::fate).containsExactly(Fate.COUNTED, Fate.COUNTED, Fate.DELETION);
        assertThat(rows(run)).contains("short_1h [quay] 08:00 [1, 4]");
    }

    @Test
    void take_timeOfTheTransport_isThatOfTheTest() {
        Pipeline timed = SmallPipeline.edited("at: timestamp", "at: {type: timestamp, path: kafka.timestamp}");
        DryRun run = taken(timed, event("1", "whenever", "quay", 3));

        assertThat(run.value(1)).hasToString("2026-06-01T00:00:00Z");
    }

    @Test
    void value_ofTheLastEvent_isAsItWillBeStored() {
        DryRun run = taken(SmallPipeline.PIPELINE, event("1", "2026-01-05T08:10:00Z", "quay", 3));

        assertThat(run.value(0)).isEqualTo("1");
        assertThat(run.value(1)).hasToString("2026-01-05T08:10:00Z");
        assertThat(run.value(3)).isEqualTo(3L);
        assertThat(run.places())
                .extracting(place -> place.rollup().name(), Place::counts, Place::group)
                .containsExactly(
                        tuple("short", true, Optional.of(List.of("quay"))),
                        tuple("long", true, Optional.of(List.of("quay"))));
        assertThat(run.unmatched()).isEmpty();
    }

    private DryRun taken(Pipeline pipeline, String... records) {
        return taken(TaskPlan.of(pipeline, Expressions.NONE, 1_000), records);
    }

    private static TaskPlan exploding() {
        TaskPlan plan = SmallPipeline.PLAN;
        EventSpec spec = plan.event();
        EventSpec exploding = new EventSpec(
                spec.format(),
                spec.csv(),
                spec.schema(),
                spec.idFields(),
                spec.timeField(),
                spec.duplicates(),
                spec.revisionField(),
                spec.maxBytes(),
                new EventSpec.Framing(new Explode(Explode.Kind.ARRAY, List.of()), Payload.PLAIN));
        return new TaskPlan(
                plan.pipeline(),
                exploding,
                plan.expressions(),
                plan.rollups(),
                plan.recordBucket(),
                plan.keep(),
                plan.horizon(),
                plan.grace(),
                plan.settle(),
                plan.mode(),
                plan.delivery(),
                plan.maxAccumulators(),
                plan.rules());
    }

    private DryRun taken(TaskPlan plan, String... records) {
        DryRun run = new DryRun(plan, "events", NOW);
        for (int i = 0; i < records.length; i++) {
            run.take(Slice.of(records[i]), i, outcomes::add);
        }
        return run;
    }

    private static String event(String id, String at, String place, long amount) {
        return "{\"id\":\"%s\",\"at\":\"%s\",\"place\":\"%s\",\"amount\":%d}".formatted(id, at, place, amount);
    }

    private static List<String> rows(DryRun run) {
        return run.rows().stream().map(DryRunTest::text).toList();
    }

    private static String text(Row row) {
        String bucket =
                row.bucket().isPresent() ? SmallPipeline.time(row.bucket().getAsLong()) : "-";
        return row.table().name() + " " + row.group() + " " + bucket + " "
                + Arrays.toString(row.values().values());
    }
}
