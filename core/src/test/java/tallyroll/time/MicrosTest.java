package tallyroll.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosTest {
    private static final String LEAST = "-290308-12-21T19:59:05.224192Z";
    private static final String GREATEST = "+294247-01-10T04:00:54.775807Z";

    /** The years in which ns since 1970 overflow 64 bits, 1677 and 2262, are times like any other. */
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z,                       0",
        "1969-12-31T23:59:59.999999Z,               -1",
        "1969-12-31T23:59:59Z,              -1_000_000",
        "2001-01-05T06:20:00.123456Z, 978675600_123456",
        "1677-09-21T00:12:43.145224Z, -9223372036_854776",
        "1677-09-21T00:12:43Z,        -9223372037_000000",
        "0001-01-01T00:00:00Z,       -62135596800_000000",
        "2262-04-11T23:47:16.854775Z, 9223372036_854775",
        "2262-04-12T00:00:00Z,        9223372800_000000",
        "9999-12-31T23:59:59.999999Z, 253402300799_999999",
        LEAST + ",                   -9223372036854775808",
        GREATEST + ",                 9223372036854775807",
    })
    void of_instant_isItsMicrosAndBack(String text, String digits) {
        long micros = Long.parseLong(digits.replace("_", ""));

        assertThat(Micros.of(Instant.parse(text))).isEqualTo(micros);
        assertThat(Micros.toInstant(micros)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00.000000999Z,  0",
        "1969-12-31T23:59:59.999999001Z, -1",
        "1969-12-31T23:59:59.000000999Z, -1000000",
    })
    void of_finerThanAMicro_isCutOffTowardsThePast(Instant instant, long micros) {
        assertThat(Micros.of(instant)).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-290308-12-21T19:59:05.224191999Z",
                "+294247-01-10T04:00:54.775808Z",
                "-1000000000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z",
            })
    void of_instantThatALongCannotName_isRefusedByItsText(String text) {
        Instant instant = Instant.parse(text);

        assertThatThrownBy(() -> Micros.of(instant))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage(
                        instant + " lies outside the years -290308 to 294247, which µs since 1970 in 64 bits can name");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT0.000001S, 1",
        "PT-0.000001S, -1",
        "PT0.000000999S, 0",
        "PT24H, 86400000000",
        "PT876000H, 3153600000000000",
        "PT2562047788H, 9223372036800000000",
    })
    void of_duration_isItsLength(Duration duration, long micros) {
        assertThat(Micros.of(duration)).isEqualTo(micros);
    }

    @Test
    void of_durationTooLong_isRefused() {
        assertThatThrownBy(() -> Micros.of(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageStartingWith("PT2562047788015215H30M7S lies outside");
    }

    @Test
    void ofSeconds_bounds_areExactOrRefused() {
        assertThat(Micros.ofSeconds(9_223_372_036_854L)).isEqualTo(9_223_372_036_854_000_000L);
        assertThat(Micros.ofSeconds(-9_223_372_036_854L)).isEqualTo(-9_223_372_036_854_000_000L);
        assertThatThrownBy(() -> Micros.ofSeconds(9_223_372_036_855L)).hasMessageStartingWith("9223372036855 s lies");
        assertThatThrownBy(() -> Micros.ofSeconds(-9_223_372_036_855L)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "999, 0",
        "1000, 1000",
        "-1, -1000",
        "-1000, -1000",
        "-1001, -2000",
        "9223372036854775807, 9223372036854775000"
    })
    void wholeMillis_anyTime_isTheMillisecondBefore(long micros, long whole) {
        assertThat(Micros.wholeMillis(micros)).isEqualTo(whole);
    }

    @Test
    void now_clock_isItsInstant() {
        assertThat(Micros.now(() -> Instant.parse("2300-01-01T00:00:00Z"))).isEqualTo(10_413_792_000_000_000L);
    }

    /** To and fro loses nothing, and order is kept, over the whole range. */
    @Test
    void toInstant_randomMicros_comesBackAndKeepsOrder() {
        SplittableRandom random = new SplittableRandom(23);
        for (int round = 0; round < 10_000; round++) {
            long left = random.nextLong() >> random.nextInt(60);
            long right = random.nextLong() >> random.nextInt(60);

            assertThat(Micros.of(Micros.toInstant(left)))
                    .as("seed 23, round %s", round)
                    .isEqualTo(left);
            assertThat(Integer.signum(Micros.toInstant(left).compareTo(Micros.toInstant(right))))
                    .as("seed 23, round %s", round)
                    .isEqualTo(Long.compare(left, right));
        }
    }
}
