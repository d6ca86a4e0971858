package tallyroll.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PeriodTest {
    private static final long FIRST = GranularityTest.micros(Instant.parse("0001-01-01T00:00:00Z"));
    private static final long LAST = GranularityTest.micros(Instant.parse("9999-12-31T23:59:59Z"));

    @ParameterizedTest
    @CsvSource({
        "1s, HOUR",
        "30s, HOUR",
        "1m, DAY",
        "10m, DAY",
        "15m, MONTH",
        "1h, MONTH",
        "6h, YEAR",
        "1d, YEAR",
        "1w, DECADE",
        "1mo, DECADE"
    })
    void of_granularity_holdsAUsefulRange(String every, Period period) {
        assertThat(Period.of(Granularity.of(every))).isEqualTo(period);
    }

    @ParameterizedTest
    @CsvSource({
        "HOUR,   2001-01-05T07:20:00Z, 2001-01-05T07",
        "DAY,    2001-01-05T07:20:00Z, 2001-01-05",
        "MONTH,  2001-01-05T07:20:00Z, 2001-01",
        "YEAR,   2001-01-05T07:20:00Z, 2001",
        "DECADE, 2001-01-05T07:20:00Z, 200x",
        "HOUR,   0009-12-31T23:59:59Z, 0009-12-31T23",
        "DECADE, 0009-12-31T23:59:59Z, 000x",
        "DECADE, 9999-12-31T23:59:59Z, 999x",
        "DAY,    1969-12-31T23:59:59Z, 1969-12-31",
    })
    void label_instant_isItsPeriodInUtc(Period period, Instant at, String label) {
        assertThat(period.label(GranularityTest.micros(at))).isEqualTo(label);
    }

    @Test
    void label_localeOfOtherDigits_isTheSame() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Period.HOUR.label(0)).isEqualTo("1970-01-01T00");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void floorAndNext_anyInstant_tileTime(Period period) {
        SplittableRandom random = new SplittableRandom(21);
        for (int i = 0; i < 3_000; i++) {
            long at = random.nextLong(FIRST, LAST);
            long start = period.floor(at);
            long next = period.next(at);
            assertThat(at)
                    .as("seed 21, %s, %s", period, GranularityTest.instant(at))
                    .isBetween(start, next - 1);
            assertThat(period.floor(next)).isEqualTo(next);
            assertThat(period.floor(next - 1)).isEqualTo(start);
            assertThat(period.label(next - 1)).isEqualTo(period.label(start)).isEqualTo(period.label(at));
        }
    }

    @ParameterizedTest
    @EnumSource
    void label_anyTwoInstants_sortAsTheyDo(Period period) {
        SplittableRandom random = new SplittableRandom(22);
        for (int i = 0; i < 3_000; i++) {
            long a = random.nextLong(FIRST, LAST);
            long b = random.nextBoolean() ? Math.min(LAST, period.next(a)) : random.nextLong(FIRST, LAST);
            int order = Integer.signum(Long.compare(period.floor(a), period.floor(b)));
            assertThat(Integer.signum(period.label(a).compareTo(period.label(b))))
                    .as("%s %s", GranularityTest.instant(a), GranularityTest.instant(b))
                    .isEqualTo(order);
        }
    }
}
