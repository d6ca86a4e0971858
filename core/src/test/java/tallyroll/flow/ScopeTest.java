package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.flow.SmallPipeline.PLAN;
import static tallyroll.flow.SmallPipeline.micros;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final int SHORT = 0;
    private static final int LONG = 1;
    private static final long HOUR = 3_600_000_000L;
    private static final long NOON = micros("2026-03-27T12:00:00Z");
    /** The 29th in Berlin, whose clocks go forward: 23 hours. */
    private static final long SHORT_DAY = micros("2026-03-28T23:00:00Z");

    private static final long SHORT_DAY_END = micros("2026-03-29T22:00:00Z");

    @Test
    void bucketScope_shorterBuckets_areThoseInTheHour() {
        BucketScope scope = new BucketScope(PLAN, List.of(NOON));

        assertThat(scope.contains(SHORT, NOON)).isTrue();
        assertThat(scope.contains(SHORT, NOON + HOUR - HOUR / 4)).isTrue();
        assertThat(scope.contains(SHORT, NOON + HOUR)).isFalse();
        assertThat(scope.contains(SHORT, NOON - HOUR / 4)).isFalse();
    }

    @Test
    void bucketScope_longerBucket_isReadWhole() {
        BucketScope scope = new BucketScope(PLAN, List.of(SHORT_DAY + 3 * HOUR));

        assertThat(scope.contains(LONG, SHORT_DAY)).isTrue();
        assertThat(scope.contains(LONG, SHORT_DAY_END)).isFalse();
        assertThat(scope.recordBuckets())
                .isEqualTo(LongStream.iterate(SHORT_DAY, at -> at < SHORT_DAY_END, at -> at + HOUR)
                        .boxed()
                        .toList())
                .hasSize(23);
    }

    @Test
    void bucketScope_bucketReadForALongerOne_isNotAskedAndItsShorterOnesAreLeftAlone() {
        BucketScope scope = new BucketScope(PLAN, List.of(SHORT_DAY + 3 * HOUR));

        assertThat(scope.asked(SHORT_DAY + 3 * HOUR)).isTrue();
        assertThat(scope.asked(SHORT_DAY + 4 * HOUR)).isFalse();
        assertThat(scope.contains(SHORT, SHORT_DAY + 4 * HOUR)).isFalse();
    }

    @Test
    void bucketScope_coarserBucket_isCoveredOnlyByAllItsHours() {
        long midnight = micros("2026-03-27T00:00:00Z");
        List<Long> day =
                LongStream.range(0, 24).mapToObj(hour -> midnight + hour * HOUR).toList();

        assertThat(new BucketScope(PLAN, day).covers(SHORT, midnight, midnight + 24 * HOUR))
                .isTrue();
        assertThat(new BucketScope(PLAN, day.subList(0, 23)).covers(SHORT, midnight, midnight + 24 * HOUR))
                .isFalse();
        assertThat(new BucketScope(PLAN, day.subList(5, 6)).touches(SHORT, midnight, midnight + 24 * HOUR))
                .isTrue();
        assertThat(new BucketScope(PLAN, day.subList(5, 6)).touches(SHORT, midnight, midnight + 5 * HOUR))
                .isFalse();
    }

    @Test
    void intervalScope_halfAnHour_isTheBucketsThatOverlapIt() {
        IntervalScope scope = new IntervalScope(PLAN, NOON + HOUR / 8, NOON + HOUR / 2, recorded());

        assertThat(scope.contains(SHORT, NOON)).isTrue();
        assertThat(scope.contains(SHORT, NOON + HOUR / 4)).isTrue();
        assertThat(scope.contains(SHORT, NOON + HOUR / 2)).isFalse();
    }

    @Test
    void intervalScope_longerBucket_readsAllRecordedHoursOfIt() {
        IntervalScope scope = new IntervalScope(PLAN, SHORT_DAY_END - 1, SHORT_DAY_END, recorded());

        assertThat(scope.recordBuckets()).containsExactly(SHORT_DAY, SHORT_DAY + HOUR, SHORT_DAY_END - HOUR);
    }

    @Test
    void intervalScope_everything_coversAnyBucket() {
        IntervalScope scope = new IntervalScope(PLAN, Long.MIN_VALUE, Long.MAX_VALUE, recorded());

        assertThat(scope.recordBuckets()).isEqualTo(recorded());
        assertThat(scope.covers(LONG, SHORT_DAY, SHORT_DAY_END)).isTrue();
    }

    private static List<Long> recorded() {
        return List.of(NOON, SHORT_DAY - HOUR, SHORT_DAY, SHORT_DAY + HOUR, SHORT_DAY_END - HOUR, SHORT_DAY_END);
    }
}
