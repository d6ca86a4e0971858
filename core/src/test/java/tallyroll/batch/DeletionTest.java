package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.batch.MemoryPipeline.deletion;
import static tallyroll.batch.MemoryPipeline.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallyroll.control.SettleClaim;

/** Events that take their identity out of all totals. Hours are after ten o'clock. */
class DeletionTest {
    private static final int HORIZON = 2;
    private static final String LAST = "{last: revision, within: " + HORIZON + "h}\n  delete: gone";

    private final MemoryPipeline visits = new MemoryPipeline(LAST);

    @Test
    void settle_deletionInTheBucketOfItsEvent_countsNothingThere() {
        visits.ingestMessages(List.of(event("a", 1, 1), event("b", 1, 1)));
        visits.ingestMessages(List.of(deletion("a", 1, 2)));

        visits.settle();

        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L));
        assertThat(visits.record.marks(0, Long.MAX_VALUE)).singleElement().satisfies(mark -> {
            assertThat(mark.distinct()).isEqualTo(1);
            assertThat(mark.duplicates()).isEqualTo(2);
        });
    }

    @Test
    void settle_lastEventOfAGroupIsDeleted_rowGoes() {
        visits.ingestMessages(List.of(event("a", 1, 1)));
        visits.settle();
        visits.ingestMessages(List.of(deletion("a", 1, 2)));

        visits.settle();

        assertThat(visits.counts()).isEmpty();
    }

    @Test
    void settle_deletionInAnotherBucket_makesTheSettledOneDirtyAndTakesItsEventOut() {
        visits.ingestMessages(List.of(event("a", 1, 1), event("b", 1, 1)));
        visits.settle();
        visits.ingestMessages(List.of(deletion("a", 3, 2)));

        visits.settle();

        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L));
    }

    @Test
    void settle_deletionBeyondTheHorizon_takesNothingOut() {
        visits.ingestMessages(List.of(event("a", 1, 1)));
        visits.ingestMessages(List.of(deletion("a", 9, 2)));

        visits.settle();

        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L));
    }

    @Test
    void settle_deletionThatComesBeforeItsEvent_countsNothing() {
        visits.ingestMessages(List.of(deletion("a", 1, 2)));
        visits.settle();
        visits.ingestMessages(List.of(event("a", 1, 1)));

        visits.settle();

        assertThat(visits.counts()).isEmpty();
    }

    @Test
    void settle_eventAfterTheDeletion_countsAgain() {
        visits.ingestMessages(List.of(event("a", 1, 1), deletion("a", 1, 2), event("a", 2, 3)));

        visits.settle();

        assertThat(visits.counts()).isEqualTo(Map.of(2, 1L));
    }

    @Test
    void settle_deletionOfTheSameRevision_wins() {
        visits.ingestMessages(List.of(event("a", 1, 1), deletion("a", 1, 1), deletion("b", 1, 1), event("b", 2, 1)));

        visits.settle();

        assertThat(visits.counts()).isEmpty();
    }

    @Test
    void ingest_deletion_isRecordedAndCountedByNoRow() {
        visits.ingestMessages(List.of(deletion("a", 1, 2), event("b", 1, 1)));

        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L));
        assertThat(visits.runner().lease().state().books().recorded()).isEqualTo(2);
        assertThat(visits.runner().lease().state().books().deadLetters()).isZero();
    }

    @Test
    void settle_bucketWithADeletion_isNotProven() {
        visits.ingestMessages(List.of(deletion("a", 1, 2), event("b", 1, 1), event("c", 2, 1)));

        visits.settle();

        assertThat(visits.settlements().stream()
                        .flatMap(claim -> claim.proven().stream())
                        .map(SettleClaim.Proven::bucket)
                        .map(MemoryPipeline::hour))
                .containsExactly(2);
    }

    @Test
    void settle_eventsAndDeletionsAtRandom_countsWhatTheSentenceSays() {
        int emptied = 0;
        for (long seed = 0; seed < 300; seed++) {
            emptied += play(seed);
        }

        assertThat(emptied).as("worlds in which deletions made a difference").isGreaterThan(150);
    }

    /** @return 1 where the counts would be others without the deletions */
    private static int play(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MemoryPipeline pipeline = new MemoryPipeline(LAST, random.nextBoolean() ? "settle: proof" : "settle: recount");
        List<Written> written = new ArrayList<>();
        for (int batch = random.nextInt(1, 8); batch > 0; batch--) {
            List<Written> lines = new ArrayList<>();
            for (int line = random.nextInt(1, 6); line > 0; line--) {
                boolean again = !written.isEmpty() && random.nextInt(4) == 0;
                lines.add(again ? written.get(random.nextInt(written.size())) : Written.any(random));
            }
            written.addAll(lines);
            pipeline.ingestMessages(lines.stream().map(Written::line).toList());
            if (random.nextInt(3) == 0 || batch == 1) {
                pipeline.settle();
                assertThat(pipeline.counts())
                        .as("seed " + seed + ": " + written)
                        .isEqualTo(answer(written));
                assertThat(pipeline.compare(0, 9).drifted()).as("seed " + seed).isZero();
            }
        }
        List<Written> kept = written.stream().filter(one -> !one.deletes()).toList();
        return answer(kept).equals(answer(written)) ? 0 : 1;
    }

    /** An event counts unless it deletes, or a better one of its identity stands no further away than the horizon. */
    private static Map<Integer, Long> answer(List<Written> events) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < events.size(); i++) {
            Written one = events.get(i);
            boolean beaten = false;
            for (int other = 0; other < events.size(); other++) {
                beaten |= other != i && events.get(other).near(one) && better(events, other, i);
            }
            if (!beaten && !one.deletes()) {
                counts.merge(one.hour(), 1L, Long::sum);
            }
        }
        return counts;
    }

    private static boolean better(List<Written> events, int one, int other) {
        Comparator<Written> worse = Comparator.comparingInt(Written::revision).thenComparing(Written::deletes);
        int order = worse.compare(events.get(one), events.get(other));
        return order == 0 ? one < other : order > 0;
    }

    private record Written(int id, int hour, int revision, boolean deletes) {
        static Written any(SplittableRandom random) {
            return new Written(random.nextInt(4), random.nextInt(6), random.nextInt(1, 7), random.nextInt(3) == 0);
        }

        /** Both stand on the hour; those of one identity are looked for in hours that begin no more than the horizon after the end. */
        boolean near(Written other) {
            return id == other.id && Math.abs(hour - other.hour) <= HORIZON;
        }

        String line() {
            return deletes ? deletion(id, hour, revision) : event(id, hour, revision);
        }
    }
}
