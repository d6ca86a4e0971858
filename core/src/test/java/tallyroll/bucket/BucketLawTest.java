package tallyroll.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Buckets tile time: every instant is in one, its neighbours touch it, and the splitter agrees with the calendar. */
class BucketLawTest {
    private static final long FIRST = GranularityTest.micros(Instant.parse("1850-01-01T00:00:00Z"));
    private static final long LAST = GranularityTest.micros(Instant.parse("2100-01-01T00:00:00Z"));
    private static final List<String> ZONES = List.of(
            "UTC",
            "America/New_York",
            "Europe/Berlin",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "America/Sao_Paulo",
            "America/St_Johns",
            "Pacific/Apia",
            "Pacific/Kwajalein",
            "Pacific/Kiritimati",
            "America/Juneau",
            "Asia/Manila",
            "Africa/Monrovia",
            "America/Havana");

    static List<Granularity> granularities() {
        return ZONES.stream()
                .flatMap(zone -> List.of("1s", "15m", "1h", "1d", "1w", "1mo", "1q", "1y").stream()
                        .map(every -> Granularity.parse(every, ZoneId.of(zone)).orElseThrow()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("granularities")
    void floor_anyInstant_isIdempotentAndHoldsIt(Granularity every) {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 3_000; i++) {
            long at = instant(every, random);
            long start = every.floor(at);
            assertThat(start)
                    .as("seed 11, %s %s, %s", every, every.zone(), GranularityTest.instant(at))
                    .isLessThanOrEqualTo(at);
            assertThat(every.end(start))
                    .as("end of %s %s, %s", every, every.zone(), GranularityTest.instant(at))
                    .isGreaterThan(at);
            assertThat(every.floor(start))
                    .as("%s %s", every, GranularityTest.instant(at))
                    .isEqualTo(start);
        }
    }

    @ParameterizedTest
    @MethodSource("granularities")
    void end_anyBucket_isTheStartOfTheNext(Granularity every) {
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 3_000; i++) {
            long start = every.floor(instant(every, random));
            long end = every.end(start);
            assertThat(every.floor(end))
                    .as("seed 12, %s %s, end %s", every, every.zone(), GranularityTest.instant(end))
                    .isEqualTo(end);
            assertThat(every.floor(end - 1))
                    .as("%s %s, before %s", every, every.zone(), GranularityTest.instant(end))
                    .isEqualTo(start);
        }
    }

    @ParameterizedTest
    @MethodSource("granularities")
    void rounder_instantsOfAStream_agreesWithFloor(Granularity every) {
        SplittableRandom random = new SplittableRandom(13);
        BucketRounder rounder = every.rounder();
        long now = instant(every, random);
        for (int i = 0; i < 5_000; i++) {
            now = random.nextInt(500) == 0
                    ? instant(every, random)
                    : now + random.nextLong(every.nominalMicros() / 50 + 2);
            long at = random.nextInt(10) == 0 ? now - random.nextLong(2 * every.nominalMicros()) : now;
            assertThat(rounder.floor(at))
                    .as("seed 13, %s %s, %s", every, every.zone(), GranularityTest.instant(at))
                    .isEqualTo(every.floor(at));
        }
    }

    @Test
    void divides_whereTrue_finerBucketsNeverCrossCoarser() {
        SplittableRandom random = new SplittableRandom(14);
        for (Granularity coarse : granularities()) {
            for (Granularity fine : granularities()) {
                for (int i = 0; fine.divides(coarse) && i < 60; i++) {
                    long start = coarse.floor(random.nextLong(0, LAST));
                    assertThat(fine.floor(start))
                            .as("%s in %s %s, %s", fine, coarse, coarse.zone(), GranularityTest.instant(start))
                            .isEqualTo(start);
                }
            }
        }
    }

    /** Half of them within two days of a clock change, where calendars go wrong. */
    private static long instant(Granularity every, SplittableRandom random) {
        long any = random.nextLong(FIRST, LAST);
        var change = every.zone().getRules().nextTransition(GranularityTest.instant(any));
        long day = 86_400_000_000L;
        return change == null || random.nextBoolean()
                ? any
                : GranularityTest.micros(change.getInstant()) + random.nextLong(-2 * day, 2 * day);
    }
}
