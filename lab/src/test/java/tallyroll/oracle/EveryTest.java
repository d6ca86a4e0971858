package tallyroll.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EveryTest {
    @ParameterizedTest
    @CsvSource({
        "15m, UTC,              2001-01-05T06:29:59Z, 2001-01-05T06:15:00Z",
        "1h,  America/New_York, 2001-01-05T06:29:59Z, 2001-01-05T06:00:00Z",
        "1d,  UTC,              2001-01-05T06:29:59Z, 2001-01-05T00:00:00Z",
        "1d,  America/New_York, 2001-01-05T04:59:59Z, 2001-01-04T05:00:00Z",
        // the clocks went forward on 1 April 2001: that day had 23 hours
        "1d,  America/New_York, 2001-04-02T03:59:59Z, 2001-04-01T05:00:00Z",
        "1d,  America/New_York, 2001-04-02T04:00:00Z, 2001-04-02T04:00:00Z",
        // and back on 28 October: 25 hours
        "1d,  America/New_York, 2001-10-29T04:59:59Z, 2001-10-28T04:00:00Z",
        "1w,  UTC,              2001-01-07T23:59:59Z, 2001-01-01T00:00:00Z",
        "1mo, Europe/Berlin,    2001-06-30T22:00:00Z, 2001-06-30T22:00:00Z",
        "1h,  UTC,              1969-12-31T23:59:59Z, 1969-12-31T23:00:00Z",
    })
    void floor_eachLength_startsTheBucket(String label, String zone, Instant at, Instant start) {
        assertThat(new Every(label, ZoneId.of(zone)).floor(at)).isEqualTo(start);
    }
}
