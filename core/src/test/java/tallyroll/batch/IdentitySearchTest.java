package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallyroll.record.IdentityIndex;
import tallyroll.record.IdentityPage;
import tallyroll.record.IdentityRun;
import tallyroll.record.SystemOfRecord;

/** Copies of an event in several buckets: what is settled and when, and what a search looks into. Hours are after ten o'clock. */
class IdentitySearchTest {
    private static final int LIVE = 30;

    @Test
    void first_copyWithinTheHorizon_countsWhereItWasRecordedFirst() {
        MemoryPipeline visits = new MemoryPipeline("{keep: first, within: 2h}");
        visits.ingest("a", 3, 0);
        visits.ingest("a", 1, 0, "b", 1, 0);

        visits.settle();

        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L, 3, 1L));
    }

    @Test
    void first_copyBeyondTheHorizon_isAnotherEvent() {
        MemoryPipeline visits = new MemoryPipeline("{keep: first, within: 2h}");
        visits.ingest("a", 3, 0);
        visits.ingest("a", 9, 0);

        visits.settle();

        assertThat(visits.counts()).isEqualTo(Map.of(3, 1L, 9, 1L));
    }

    @Test
    void last_newerRevisionInALiveBucket_makesTheSettledOneDirtyAtOnce() {
        MemoryPipeline visits = new MemoryPipeline("{last: revision, within: 2d}");
        visits.ingest("a", 1, 1, "b", 1, 1);
        visits.settle();

        visits.ingest("a", LIVE, 2);
        assertThat(visits.dirty()).containsExactly(LIVE);
        List<Long> due = visits.runner().due(Settling.Eagerness.ALL, 9);

        assertThat(due).extracting(MemoryPipeline::hour).containsExactly(1);
        assertThat(visits.dirty()).containsExactly(1, LIVE);
        assertThat(visits.settle()).containsExactly(List.of(1));
        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L, LIVE, 1L));
        assertThat(visits.dirty()).containsExactly(LIVE);
    }

    @Test
    void last_driverEndsBeforeTheSearch_theNextOneFindsTheSame() {
        MemoryPipeline visits = new MemoryPipeline("{last: revision, within: 2d}");
        visits.ingest("a", 1, 1, "b", 1, 1);
        visits.settle();
        visits.ingest("a", LIVE, 2);

        visits.restart(visits.record);

        assertThat(visits.settle()).containsExactly(List.of(1));
        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L, LIVE, 1L));
    }

    @Test
    void last_olderRevisionElsewhere_changesNothingThatIsSettled() {
        MemoryPipeline visits = new MemoryPipeline("{last: revision, within: 2d}");
        visits.ingest("a", 1, 5);
        visits.settle();
        visits.ingest("a", 3, 4);

        visits.settle();

        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L));
    }

    @Test
    void search_forANewEvent_readsNoIdentitiesButThoseRecordedSince() {
        MemoryPipeline visits = new MemoryPipeline("{keep: first, within: 2h}");
        for (int hour = -900; hour < 20; hour++) {
            visits.ingest("id" + hour, hour, 0);
        }
        visits.settle();
        Set<Integer> seen = new TreeSet<>();
        visits.restart(watching(visits.record, seen));
        visits.ingest("late", 5, 0);

        assertThat(visits.settle()).containsExactly(List.of(5));
        assertThat(seen).containsExactly(5);
    }

    @Test
    void search_recordWithoutAnIndex_makesItOfThoseWithinTheHorizon() {
        MemoryPipeline visits = new MemoryPipeline("{keep: first, within: 2h}");
        for (int hour = -900; hour < 20; hour++) {
            visits.ingest("id" + hour, hour, 0);
        }
        visits.settle();
        IdentityIndex index = visits.record.index();
        index.runs(Long.MIN_VALUE, Long.MAX_VALUE).forEach(run -> index.forget(run.bucket(), 0));
        Set<Integer> seen = new TreeSet<>();
        visits.restart(watching(visits.record, seen));
        visits.ingest("id6", 5, 0);

        assertThat(visits.settle()).containsExactly(List.of(5));
        assertThat(seen).containsExactly(3, 4, 5, 6, 7);
        assertThat(visits.counts()).containsEntry(5, 1L).containsEntry(6, 1L);
    }

    /** Of a bucket that something else than whole batches touched, the index has to have all that was recorded. */
    @Test
    void search_indexThatLacksAnEventOfABatchThatWasRunAgain_goesByTheRecord() {
        MemoryPipeline visits = new MemoryPipeline("{keep: first, within: 2h}");
        visits.ingest("a", 1, 0);
        visits.ingestAsADriverThatDies("a", 1, 0);
        visits.restart(visits.record);
        visits.runner().recover();
        long bucket = visits.record.marks(Long.MIN_VALUE, Long.MAX_VALUE).get(0).bucket();
        IdentityRun lacking = IdentityRun.of(bucket, 0, 2, 1);
        long[] one = {
            IdentityPage.value(visits.record.identities(bucket, SystemOfRecord.Batches.before(2))
                    .next()[0])
        };
        visits.record
                .index()
                .write(
                        lacking,
                        0,
                        List.of(IdentityPage.encode(one, 0, 1, 24, lacking)).iterator(),
                        Long.MAX_VALUE);

        visits.settle();

        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L));
    }

    @Test
    void search_forManyBucketsThatAreDue_readsEachOnce() {
        MemoryPipeline visits = new MemoryPipeline("{keep: first, within: 2h}");
        TreeSet<Integer> seen = new TreeSet<>();
        int[] reads = new int[1];
        visits.restart(watching(visits.record, new TreeSet<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean add(Integer hour) {
                reads[0]++;
                return seen.add(hour);
            }
        }));
        for (int hour = -220; hour < 20; hour++) {
            visits.ingest("id" + hour, hour, 0);
        }

        assertThat(visits.settle()).hasSize(3);
        assertThat(reads[0]).isEqualTo(240);
    }

    /** A batch of new events that comes while a search runs is not held up; the bucket it touches settles later. */
    @Test
    void settle_bucketTouchedDuringTheSearch_isLeftForLater() {
        MemoryPipeline visits = new MemoryPipeline("{keep: first, within: 2h}");
        visits.ingest("a", 1, 0, "b", 2, 0);
        boolean[] once = new boolean[1];
        visits.restart(watching(visits.record, new TreeSet<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean add(Integer hour) {
                if (!once[0]) {
                    once[0] = true;
                    visits.ingest("a", 2, 0);
                }
                return true;
            }
        }));

        assertThat(visits.settle()).containsExactly(List.of(1), List.of(2));
        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L, 2, 1L));
    }

    /** The record, with the hours noted whose identities are asked for. */
    private static SystemOfRecord watching(SystemOfRecord record, Set<Integer> seen) {
        return (SystemOfRecord) Proxy.newProxyInstance(
                SystemOfRecord.class.getClassLoader(), new Class<?>[] {SystemOfRecord.class}, (self, method, args) -> {
                    if (method.getName().equals("identities")) {
                        seen.add(MemoryPipeline.hour((Long) args[0]));
                    }
                    return method.invoke(record, args);
                });
    }
}
