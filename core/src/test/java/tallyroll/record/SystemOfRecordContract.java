package tallyroll.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.ForgetClaim;
import tallyroll.control.Forgotten;
import tallyroll.control.SettleClaim;

/** A test for each sentence of {@link SystemOfRecord}; every implementation extends it. */
public abstract class SystemOfRecordContract extends DeadLettersContract {
    @Test
    void finish_returned_everythingAddedIsReadAndMarked() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");

        assertThat(read(BUCKET)).containsExactly("a", "b");
        assertThat(marks()).containsExactly(new BucketMark(BUCKET, 1, 0, 0, 0));
    }

    @Test
    void append_sameAttemptAgain_givesTheSameEventsOnce() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");

        assertThat(read(BUCKET)).containsExactly("a", "b");
    }

    @Test
    void count_ofBucketAndBatches_isThatOfTheirEventsRepeatedOnesToo() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        append(claim(2, 1), 0, 0, BUCKET, "a");

        assertThat(record().count(BUCKET, SystemOfRecord.Batches.before(9))).isEqualTo(3);
        assertThat(record().count(BUCKET, SystemOfRecord.Batches.before(2))).isEqualTo(2);
        assertThat(record().count(BUCKET + HOUR, SystemOfRecord.Batches.before(9)))
                .isZero();
    }

    @Test
    void read_eventRecordedByTwoBatches_givesBoth() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        append(claim(2, 0), 0, 0, BUCKET, "a");

        assertThat(read(BUCKET)).containsExactly("a", "a");
    }

    @Test
    void read_recordedInAnyOrder_isInOrderOfBatchTaskSequence() {
        append(claim(3, 1), 0, 0, BUCKET, "3a");
        append(claim(2, 0), 1, 0, BUCKET, "2c", "2d");
        append(claim(2, 0), 0, 0, BUCKET, "2a", "2b");
        append(claim(1, 0), 0, 0, BUCKET, "1a");

        assertThat(read(BUCKET)).containsExactly("1a", "2a", "2b", "2c", "2d", "3a");
    }

    @Test
    void read_otherBuckets_areLeftOut() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        append(claim(2, 0), 0, 0, BUCKET + HOUR, "b");

        assertThat(read(BUCKET)).containsExactly("a");
        assertThat(read(BUCKET + HOUR)).containsExactly("b");
        assertThat(read(BUCKET + 2 * HOUR)).isEmpty();
    }

    @Test
    void read_event_saysWhereItCameFrom() {
        append(claim(1, 0), 1, 0, BUCKET, "a", "b");
        List<String> seen = new ArrayList<>();

        record().read(BUCKET, (source, offset, raw) -> seen.add(source + " at " + offset));

        Claim.Range range = claim(1, 0).range(1);
        assertThat(seen).containsExactly(range + " at " + range.from(), range + " at " + (range.from() + 1));
    }

    @Test
    void read_event_comesAfterItsBatch() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        append(claim(2, 0), 0, 0, BUCKET, "b");
        List<String> seen = new ArrayList<>();

        record().read(BUCKET, new SystemOfRecord.EventReader() {
            @Override
            public void batch(long number) {
                seen.add("batch " + number);
            }

            @Override
            public void event(Claim.Range source, long offset, Slice raw) {
                seen.add(raw.text());
            }
        });

        assertThat(String.join(" ", seen)).matches("(batch 1 )+a (batch 2 )+b");
    }

    @Test
    void identities_ofBucket_areOneAnEventRecordedRepeatedOnesToo() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        append(claim(2, 0), 0, 0, BUCKET, "a");
        append(claim(3, 0), 0, 0, BUCKET + HOUR, "c");

        assertThat(identities(BUCKET, SystemOfRecord.Batches.before(4))).hasSize(3);
    }

    @Test
    void identities_ofSomeBatches_areThoseRecordedInThem() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        append(claim(2, 0), 0, 0, BUCKET, "c");
        append(claim(3, 1), 0, 0, BUCKET, "d", "e", "f");
        append(claim(4, 1), 0, 0, BUCKET, "g");

        assertThat(identities(BUCKET, new SystemOfRecord.Batches(2, 4))).hasSize(4);
        assertThat(identities(BUCKET, SystemOfRecord.Batches.before(1))).isEmpty();
    }

    @Test
    void read_byIdentity_givesAllEventsOfItInOrderWithTheirBatch() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        append(claim(2, 0), 0, 0, BUCKET, "c");
        long[] wanted = identities(BUCKET, new SystemOfRecord.Batches(2, 3));
        List<String> seen = new ArrayList<>();
        record().read(BUCKET, wanted, new SystemOfRecord.EventReader() {
            @Override
            public void batch(long number) {
                seen.add("batch " + number);
            }

            @Override
            public void event(Claim.Range source, long offset, Slice raw) {
                seen.add(raw.text());
            }
        });

        assertThat(String.join(" ", seen)).endsWith("batch 2 c");
    }

    @Test
    void read_byIdentityThatIsNotThere_mayGiveNothing() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        List<String> seen = new ArrayList<>();

        record().read(BUCKET, new long[0], (source, offset, raw) -> seen.add(raw.text()));

        assertThat(seen).isEmpty();
    }

    @Test
    void moved_settledBucket_isDirtyUntilThatBatchSettlesIt() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        record().settled(settle(2), List.of(new Settlement(BUCKET, 1, 0, 0)));

        record().moved(BUCKET, 3, settle(2).writeTimestamp());
        record().moved(BUCKET, 3, settle(2).writeTimestamp());
        assertThat(marks()).containsExactly(new BucketMark(BUCKET, 3, 2, 1, 0));
        assertThat(read(BUCKET)).containsExactly("a");

        record().settled(settle(3), List.of(new Settlement(BUCKET, 0, 1, 0)));
        assertThat(marks()).noneMatch(BucketMark::dirty);
    }

    @Test
    void moved_touchedLater_tellsTheLastBatch() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        record().settled(settle(2), List.of(new Settlement(BUCKET, 1, 0, 0)));
        append(claim(4, 0), 0, 0, BUCKET, "b");
        record().moved(BUCKET, 3, settle(4).writeTimestamp());

        assertThat(marks()).containsExactly(new BucketMark(BUCKET, 4, 2, 1, 0));
    }

    @Test
    void read_anyBytes_areTheSame() {
        byte[] strange = new byte[512];
        for (int i = 0; i < strange.length; i++) {
            strange[i] = (byte) i;
        }
        List<byte[]> payloads = List.of(strange, new byte[0], "é✈".getBytes(StandardCharsets.UTF_8));
        try (SystemOfRecord.Appender appender = record().appender(claim(1, 0), 0, 0)) {
            for (int i = 0; i < payloads.size(); i++) {
                byte[] raw = payloads.get(i);
                appender.add(BUCKET, event(i), i, Slice.of(raw));
            }
            appender.finish();
        }
        List<byte[]> seen = new ArrayList<>();

        record().read(BUCKET, (source, offset, raw) -> seen.add(raw.toByteArray()));

        assertThat(seen).usingElementComparator(Arrays::compare).isEqualTo(payloads);
    }

    @Test
    void add_rawBytesReusedByTheCaller_wereCopied() {
        byte[] buffer = "xxaxx".getBytes(StandardCharsets.UTF_8);
        try (SystemOfRecord.Appender appender = record().appender(claim(1, 0), 0, 0)) {
            appender.add(BUCKET, event(0), 0, Slice.of(buffer, 2, 3));
            buffer[2] = 'b';
            appender.add(BUCKET, event(1), 1, Slice.of(buffer, 2, 3));
            appender.finish();
        }

        assertThat(read(BUCKET)).containsExactly("a", "b");
    }

    @Test
    void append_manyEventsOverManyBuckets_areAllReadInOrder() {
        int events = 20_000;
        try (SystemOfRecord.Appender appender = record().appender(claim(1, 0), 0, 0)) {
            for (int i = 0; i < events; i++) {
                add(appender, BUCKET + i % 7 * HOUR, i, "event " + i + " " + "x".repeat(150));
            }
            appender.finish();
        }

        for (int bucket = 0; bucket < 7; bucket++) {
            List<Long> offsets = new ArrayList<>();
            record().read(BUCKET + bucket * HOUR, (source, offset, raw) -> offsets.add(offset));
            int remainder = bucket;
            assertThat(offsets).isSorted().hasSize((events + 6 - bucket) / 7).allMatch(each -> each % 7 == remainder);
        }
    }

    @Test
    void append_tasksOfOneBatchAtOnce_doNotDisturbEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> one = threads.submit(() -> append(claim(1, 0), 0, 0, BUCKET, "a", "b"));
            Future<?> two = threads.submit(() -> append(claim(1, 0), 1, 0, BUCKET, "c", "d"));
            one.get();
            two.get();
        } finally {
            threads.shutdown();
        }

        assertThat(read(BUCKET)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void marks_range_isHalfOpenAndAscending() {
        for (int i = 3; i >= 0; i--) {
            append(claim(4 - i, 0), 0, 0, BUCKET + i * HOUR, "a");
        }

        assertThat(record().marks(BUCKET + HOUR, BUCKET + 3 * HOUR))
                .extracting(BucketMark::bucket)
                .containsExactly(BUCKET + HOUR, BUCKET + 2 * HOUR);
        assertThat(record().marks(BUCKET, BUCKET)).isEmpty();
    }

    @Test
    void marks_yearsApart_areAllFound() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        append(claim(2, 0), 0, 0, BUCKET + 24 * 800 * HOUR, "b");

        assertThat(marks()).extracting(BucketMark::lastBatch).containsExactly(1L, 2L);
    }

    @Test
    void marks_touchedInSeveralSlices_tellTheLastBatch() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        append(claim(2, 1), 0, 0, BUCKET, "b");

        assertThat(marks()).containsExactly(new BucketMark(BUCKET, 2, 0, 0, 0));
    }

    @Test
    void marks_lateWriteOfAnOlderBatch_loses() {
        SystemOfRecord.Appender zombie = record().appender(claim(1, 0), 0, 0);
        append(claim(2, 0), 0, 0, BUCKET, "b");
        add(zombie, BUCKET, 0, "a");
        zombie.finish();
        zombie.close();

        assertThat(marks()).extracting(BucketMark::lastBatch).containsExactly(2L);
    }

    @Test
    void settled_bucket_isCleanUntilTouchedAgain() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "a", "b");
        assertThat(marks()).allMatch(BucketMark::dirty);

        record().settled(settle(2), List.of(new Settlement(BUCKET, 2, 1, 0)));
        assertThat(marks()).containsExactly(new BucketMark(BUCKET, 1, 2, 2, 1));
        assertThat(marks()).noneMatch(BucketMark::dirty);

        append(claim(3, 0), 0, 0, BUCKET, "c");
        assertThat(marks()).containsExactly(new BucketMark(BUCKET, 3, 2, 2, 1));
        assertThat(marks()).allMatch(BucketMark::dirty);
    }

    @Test
    void settled_lateWriteOfAnOlderBatch_loses() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        record().settled(settle(3), List.of(new Settlement(BUCKET, 1, 0, 0)));
        record().settled(settle(2), List.of(new Settlement(BUCKET, 9, 9, 0)));

        assertThat(marks()).containsExactly(new BucketMark(BUCKET, 1, 3, 1, 0));
    }

    @Test
    void settled_buckets_rememberWhenTheyWereRecounted() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        append(claim(1, 0), 0, 0, BUCKET + HOUR, "b");
        record().settled(
                        settle(3),
                        List.of(
                                new Settlement(BUCKET, 1, 0, FIRST_TIMESTAMP),
                                new Settlement(BUCKET + HOUR, 1, 0, FIRST_TIMESTAMP + 5_000)));

        assertThat(marks())
                .extracting(BucketMark::recountedMicros)
                .containsExactly(FIRST_TIMESTAMP, FIRST_TIMESTAMP + 5_000);
    }

    @Test
    void counted_bucketThatWasNeverSettled_isKnownUntilTheNextBatch() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        assertThat(marks()).extracting(BucketMark::events).containsExactly(OptionalLong.empty());

        record().counted(claim(1, 0), List.of(new Counted(BUCKET, 1, 2)));
        record().counted(claim(1, 0), List.of(new Counted(BUCKET, 1, 2)));
        assertThat(marks()).extracting(BucketMark::events).containsExactly(OptionalLong.of(2));
        assertThat(marks()).allMatch(BucketMark::dirty);

        append(claim(2, 0), 0, 0, BUCKET, "c");
        assertThat(marks()).extracting(BucketMark::events).containsExactly(OptionalLong.empty());
    }

    @Test
    void counted_lateWriteOfAnOlderBatch_loses() {
        append(claim(2, 0), 0, 0, BUCKET, "a", "b", "c");
        record().counted(claim(2, 0), List.of(new Counted(BUCKET, 2, 3)));
        record().counted(claim(1, 0), List.of(new Counted(BUCKET, 1, 1)));

        assertThat(marks()).extracting(BucketMark::events).containsExactly(OptionalLong.of(3));
    }

    @Test
    void counted_bucketSettledBefore_leavesWhatSettlingFound() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        record().settled(settle(2), List.of(new Settlement(BUCKET, 1, 0, FIRST_TIMESTAMP)));
        append(claim(3, 0), 0, 0, BUCKET, "b");
        record().counted(claim(3, 0), List.of(new Counted(BUCKET, 3, 2)));

        assertThat(marks())
                .containsExactly(
                        new BucketMark(BUCKET, 3, 2, 1, 0, FIRST_TIMESTAMP, Optional.of(new Counted(BUCKET, 3, 2))));
    }

    @Test
    void forgetEvents_bucket_keepsIdentitiesAndMarks() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        append(claim(2, 1), 1, 0, BUCKET, "c");
        append(claim(2, 1), 0, 0, BUCKET + HOUR, "d");
        List<Long> identities = identities(BUCKET);

        assertThat(record().forgetEvents(BUCKET, forget(3))).isEqualTo(3);
        assertThat(record().forgetEvents(BUCKET, forget(3))).as("again").isEqualTo(3);

        assertThat(read(BUCKET)).isEmpty();
        assertThat(identities(BUCKET)).hasSize(3).isEqualTo(identities);
        assertThat(marks()).extracting(BucketMark::bucket).containsExactly(BUCKET, BUCKET + HOUR);
        assertThat(read(BUCKET + HOUR)).containsExactly("d");
    }

    @Test
    void forget_bucket_leavesNothingOfItAndAllOfOthers() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        append(claim(2, 1), 1, 0, BUCKET, "c");
        append(claim(2, 1), 0, 0, BUCKET + HOUR, "d");
        record().settled(settle(3), List.of(new Settlement(BUCKET, 3, 0, 0)));

        assertThat(record().forget(BUCKET, forget(4))).isEqualTo(3);
        assertThat(record().forget(BUCKET, forget(4))).as("again").isZero();

        assertThat(read(BUCKET)).isEmpty();
        assertThat(identities(BUCKET)).isEmpty();
        assertThat(marks()).extracting(BucketMark::bucket).containsExactly(BUCKET + HOUR);
        assertThat(read(BUCKET + HOUR)).containsExactly("d");
    }

    @Test
    void forget_bucketWhoseEventsWereForgotten_saysHowManyThereWere() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        record().forgetEvents(BUCKET, forget(2));

        assertThat(record().forget(BUCKET, forget(3))).isEqualTo(2);

        assertThat(identities(BUCKET)).isEmpty();
        assertThat(marks()).isEmpty();
    }

    @Test
    void forget_lateWriteOfAnEarlierBatch_bringsNothingBack() {
        append(claim(1, 0), 0, 0, BUCKET, "a");
        append(claim(1, 0), 0, 0, BUCKET + HOUR, "b");
        record().forgetEvents(BUCKET, forget(3));
        record().forget(BUCKET + HOUR, forget(3));

        append(claim(1, 0), 0, 1, BUCKET, "a");
        append(claim(1, 0), 0, 1, BUCKET + HOUR, "b");
        record().settled(settle(2), List.of(new Settlement(BUCKET + HOUR, 1, 0, 0)));
        record().counted(claim(1, 0), List.of(new Counted(BUCKET + HOUR, 1, 1)));

        assertThat(read(BUCKET)).isEmpty();
        assertThat(read(BUCKET + HOUR)).isEmpty();
        assertThat(identities(BUCKET + HOUR)).isEmpty();
        assertThat(marks()).extracting(BucketMark::bucket).containsExactly(BUCKET);
    }

    protected static SettleClaim settle(long batch) {
        return new SettleClaim(batch, FIRST_TIMESTAMP + batch * 1_000_000, 0, List.of(BUCKET), Claim.Cause.SETTLE);
    }

    protected static ForgetClaim forget(long batch) {
        Forgotten after = new Forgotten(BUCKET, BUCKET, BUCKET, BUCKET, Forgotten.Dropped.NOTHING, 0);
        return new ForgetClaim(batch, FIRST_TIMESTAMP + batch * 1_000_000, 0, after, List.of(), List.of());
    }

    private List<Long> identities(long bucket) {
        return Arrays.stream(identities(bucket, SystemOfRecord.Batches.before(Long.MAX_VALUE)))
                .boxed()
                .toList();
    }

    private long[] identities(long bucket, SystemOfRecord.Batches batches) {
        List<long[]> runs = new ArrayList<>();
        record().identities(bucket, batches).forEachRemaining(runs::add);
        return runs.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private List<BucketMark> marks() {
        return record().marks(BUCKET - 1_000 * HOUR, BUCKET + 30_000 * HOUR);
    }
}
