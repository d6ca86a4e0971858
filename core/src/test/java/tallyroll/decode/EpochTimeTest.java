package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

/** Times as numbers since 1970, as JSON writes them: integers, fractions, exponents, in quotes. */
class EpochTimeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epoch_seconds | 978675600           | 2001-01-05T06:20:00Z",
                "epoch_seconds | 978675600.5         | 2001-01-05T06:20:00.500Z",
                "epoch_seconds | \"978675600.25\"  | 2001-01-05T06:20:00.250Z",
                "epoch_seconds | 9.786756e8          | 2001-01-05T06:20:00Z",
                "epoch_seconds | 0                   | 1970-01-01T00:00:00Z",
                "epoch_seconds | -1                  | 1969-12-31T23:59:59Z",
                "epoch_seconds | -0.0005             | 1969-12-31T23:59:59.999Z",
                "epoch_seconds | 1e-50               | 1970-01-01T00:00:00Z",
                "epoch_seconds | -1e-50              | 1969-12-31T23:59:59.999Z",
                "epoch_seconds | 253402300799        | 9999-12-31T23:59:59Z",
                "epoch_seconds | -62135596800        | 0001-01-01T00:00:00Z",
                "epoch_millis  | 978675600123        | 2001-01-05T06:20:00.123Z",
                "epoch_millis  | 978675600123.9      | 2001-01-05T06:20:00.123Z",
                "epoch_micros  | 978675600123456     | 2001-01-05T06:20:00.123Z",
                "epoch_micros  | -1                  | 1969-12-31T23:59:59.999Z",
                "epoch_nanos   | 978675600123456789  | 2001-01-05T06:20:00.123Z",
                "epoch_nanos   | 1714557600123456789 | 2024-05-01T10:00:00.123Z",
                "epoch_nanos   | \"1714557600123456789.5\" | 2024-05-01T10:00:00.123Z",
                "epoch_nanos   | 1.7145576e18        | 2024-05-01T10:00:00Z",
                "epoch_nanos   | -1                  | 1969-12-31T23:59:59.999Z",
                "epoch_nanos   | 253402300799999999999 | 9999-12-31T23:59:59.999Z",
            })
    void micros_number_isTheInstantItCountsTo(String pattern, String number, String instant) {
        assertThat(read(pattern, number)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epoch_seconds | 253402300800         | out-of-range",
                "epoch_seconds | -62135596801         | out-of-range",
                "epoch_seconds | 999999999999999999   | out-of-range",
                "epoch_seconds | -999999999999999999  | out-of-range",
                "epoch_seconds | 1e400                | out-of-range",
                "epoch_millis  | 253402300800000      | out-of-range",
                "epoch_micros  | 253402300800000000   | out-of-range",
                "epoch_micros  | 99999999999999999999 | out-of-range",
                "epoch_nanos   | 253402300800000000000 | out-of-range",
                "epoch_nanos   | 1e21                 | out-of-range",
                "epoch_millis  | \"noon\"           | wrong-type",
                "epoch_millis  | true                 | wrong-type",
            })
    void micros_numberOfNoTime_isRejected(String pattern, String number, String code) {
        assertThat(read(pattern, number)).isEqualTo(code);
    }

    @Test
    void micros_randomNumbers_areCutTowardsThePast() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal seconds =
                    new BigDecimal(BigInteger.valueOf(random.nextLong(-1L << 55, 1L << 55)), random.nextInt(6, 12));
            String text = random.nextBoolean() ? seconds.toString() : seconds.toPlainString();
            long millis =
                    seconds.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact();

            assertThat(read("epoch_seconds", text))
                    .as(text)
                    .isEqualTo(Instant.ofEpochMilli(millis).toString());
        }
    }

    /** The instant, or the code of the reject. */
    private static String read(String pattern, String number) {
        Field field = new Field("at", FieldType.TIMESTAMP, "at", "", pattern, "UTC", Missing.NULL, Notation.PLAIN);
        Event event = new Event(new EventSchema(List.of(field)));
        byte[] raw = ("{\"at\":" + number + "}").getBytes(StandardCharsets.UTF_8);
        Decoding decoding =
                new JsonDecoder(List.of(new FieldReader(field, 0))).decode(Message.of(Slice.of(raw)), event);
        return decoding.ok()
                ? Instant.EPOCH.plus(event.longAt(0), ChronoUnit.MICROS).toString()
                : decoding.code();
    }
}
