package tallyroll.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GranularityTest {
    @ParameterizedTest
    @CsvSource({
        "1s,  UTC,                 2001-01-05T06:20:30.999Z, 2001-01-05T06:20:30Z, PT1S",
        "30s, UTC,                 2001-01-05T06:20:30Z,     2001-01-05T06:20:30Z, PT30S",
        "1m,  UTC,                 2001-01-05T06:20:30Z,     2001-01-05T06:20:00Z, PT1M",
        "15m, UTC,                 2001-01-05T06:29:59Z,     2001-01-05T06:15:00Z, PT15M",
        "1h,  UTC,                 2001-01-05T06:20:30Z,     2001-01-05T06:00:00Z, PT1H",
        "6h,  UTC,                 2001-01-05T06:20:30Z,     2001-01-05T06:00:00Z, PT6H",
        "1d,  UTC,                 2001-01-05T06:20:30Z,     2001-01-05T00:00:00Z, PT24H",
        "1w,  UTC,                 2001-01-05T06:20:30Z,     2001-01-01T00:00:00Z, PT168H",
        "1mo, UTC,                 2001-02-05T06:20:30Z,     2001-02-01T00:00:00Z, PT672H",
        "1q,  UTC,                 2001-06-30T23:59:59Z,     2001-04-01T00:00:00Z, PT2184H",
        "3mo, UTC,                 2001-10-01T00:00:00Z,     2001-10-01T00:00:00Z, PT2208H",
        "1y,  UTC,                 2000-12-31T23:59:59Z,     2000-01-01T00:00:00Z, PT8784H",
        "12mo,UTC,                 2001-01-01T00:00:00Z,     2001-01-01T00:00:00Z, PT8760H",
        "1q,  Europe/Berlin,       2001-02-28T12:00:00Z,     2000-12-31T23:00:00Z, PT2159H",
        "1h,  Asia/Kathmandu,      2001-01-05T06:20:30Z,     2001-01-05T06:00:00Z, PT1H",
        "1d,  Asia/Kathmandu,      2001-01-05T18:15:00Z,     2001-01-05T18:15:00Z, PT24H",
        "1d,  Asia/Kathmandu,      2001-01-05T18:14:59Z,     2001-01-04T18:15:00Z, PT24H",
        // Before 1970: down, not towards the epoch.
        "1s,  UTC,                 1969-12-31T23:59:59.5Z,   1969-12-31T23:59:59Z, PT1S",
        "1h,  UTC,                 1969-12-31T23:59:59Z,     1969-12-31T23:00:00Z, PT1H",
        "1d,  UTC,                 1969-12-31T23:59:59Z,     1969-12-31T00:00:00Z, PT24H",
        "1w,  UTC,                 1970-01-01T00:00:00Z,     1969-12-29T00:00:00Z, PT168H",
        "1mo, UTC,                 1969-02-28T12:00:00Z,     1969-02-01T00:00:00Z, PT672H",
        "1mo, UTC,                 0001-01-31T00:00:00Z,     0001-01-01T00:00:00Z, PT744H",
        // Clock changes: 23 and 25 hours, half hours, and months of an odd hour.
        "1d,  America/New_York,    2001-04-01T12:00:00Z,     2001-04-01T05:00:00Z, PT23H",
        "1d,  America/New_York,    2001-10-28T12:00:00Z,     2001-10-28T04:00:00Z, PT25H",
        "1d,  Europe/Berlin,       2001-03-25T12:00:00Z,     2001-03-24T23:00:00Z, PT23H",
        "1d,  Europe/Berlin,       2001-10-28T12:00:00Z,     2001-10-27T22:00:00Z, PT25H",
        "1w,  Europe/Berlin,       2001-10-28T12:00:00Z,     2001-10-21T22:00:00Z, PT169H",
        "1mo, Europe/Berlin,       2001-10-28T12:00:00Z,     2001-09-30T22:00:00Z, PT745H",
        "1d,  Australia/Lord_Howe, 2001-10-28T00:00:00Z,     2001-10-27T13:30:00Z, PT23H30M",
        "1d,  Australia/Lord_Howe, 2001-03-25T00:00:00Z,     2001-03-24T13:00:00Z, PT24H30M",
        // No midnight that day: it begins at one o'clock.
        "1d,  America/Sao_Paulo,   2018-11-04T12:00:00Z,     2018-11-04T03:00:00Z, PT23H",
        "1d,  America/Sao_Paulo,   2018-11-04T02:59:59Z,     2018-11-03T03:00:00Z, PT24H",
        // Clocks go back from 00:01 to 23:01: the old date's last hour, come again, belongs to the new day.
        "1d,  America/St_Johns,    2001-10-28T02:30:30Z,     2001-10-28T02:30:00Z, PT25H",
        "1d,  America/St_Johns,    2001-10-28T02:45:00Z,     2001-10-28T02:30:00Z, PT25H",
        // A date that the zone skipped has no bucket.
        "1d,  Pacific/Apia,        2011-12-30T09:59:59Z,     2011-12-29T10:00:00Z, PT24H",
        "1d,  Pacific/Apia,        2011-12-30T10:00:00Z,     2011-12-30T10:00:00Z, PT24H",
    })
    void floor_instant_isInItsBucket(String every, String zone, Instant at, Instant start, Duration length) {
        Granularity granularity = Granularity.parse(every, ZoneId.of(zone)).orElseThrow();

        long floor = granularity.floor(micros(at));

        assertThat(instant(floor)).isEqualTo(start);
        assertThat(Duration.between(start, instant(granularity.end(floor)))).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "1m,  UTC,            1h,  UTC,                 true",
        "1d,  UTC,            1q,  UTC,                 true",
        "1mo, UTC,            1q,  UTC,                 true",
        "1mo, UTC,            1y,  UTC,                 true",
        "1q,  UTC,            1y,  UTC,                 true",
        "1w,  UTC,            1q,  UTC,                 false",
        "1w,  UTC,            1y,  UTC,                 false",
        "1y,  UTC,            1q,  UTC,                 false",
        "1d,  UTC,            1y,  Europe/Berlin,       false",
        "7s,  UTC,            1h,  UTC,                 ",
        "2h,  UTC,            3h,  UTC,                 false",
        "1h,  UTC,            1d,  America/New_York,    true",
        "2h,  UTC,            1d,  UTC,                 true",
        "2h,  UTC,            1d,  America/New_York,    false",
        "1h,  UTC,            1d,  Asia/Kathmandu,      false",
        "15m, UTC,            1d,  Asia/Kathmandu,      true",
        "30m, UTC,            1d,  Australia/Lord_Howe, true",
        "1h,  UTC,            1d,  Australia/Lord_Howe, false",
        "1h,  UTC,            1d,  America/Sao_Paulo,   true",
        "1d,  UTC,            1w,  UTC,                 true",
        "1d,  UTC,            1mo, Europe/Berlin,       false",
        "1d,  Europe/Berlin,  1mo, Europe/Berlin,       true",
        "1w,  UTC,            1mo, UTC,                 false",
        "1mo, UTC,            1d,  UTC,                 false",
    })
    void divides_pairs_saysWhetherBucketsNest(
            String fine, String fineZone, String coarse, String coarseZone, Boolean nests) {
        var finer = Granularity.parse(fine, ZoneId.of(fineZone));
        var coarser = Granularity.parse(coarse, ZoneId.of(coarseZone));

        assertThat(finer.map(f -> f.divides(coarser.orElseThrow())).orElse(null))
                .isEqualTo(nests);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "h", "0h", "7s", "5h", "2d", "2w", "2mo", "-1h", "2y", "1H", "99999999999s", "100000s"})
    void parse_noLength_isEmpty(String text) {
        assertThat(Granularity.parse(text, ZoneId.of("UTC"))).isEmpty();
    }

    @Test
    void construct_noLength_saysTheRule() {
        assertThatThrownBy(() -> new Granularity(7, Granularity.Unit.HOUR, ZoneId.of("UTC")))
                .hasMessage(
                        "\"7h\" is not a bucket length: seconds, minutes and hours must divide a day, days, weeks, months, quarters and years come one at a time");
    }

    @Test
    void construct_namesOfUtc_areOneZone() {
        assertThat(Granularity.parse("1d", ZoneId.of("UTC"))).contains(Granularity.of("1d"));
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
