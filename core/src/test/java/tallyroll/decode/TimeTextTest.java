package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.time.Micros;

class TimeTextTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'',                    UTC,              2001-01-05T06:20:00Z,             2001-01-05T06:20:00Z",
                "'',                    UTC,              2001-01-05T06:20:00.123456789Z,   2001-01-05T06:20:00.123Z",
                "'',                    UTC,              1969-12-31T23:59:59.9999Z,        1969-12-31T23:59:59.999Z",
                "'',                    UTC,              2001-01-05T06:20:00+02:00,        2001-01-05T04:20:00Z",
                "'',                    UTC,              2001-01-05T06:20-0530,            2001-01-05T11:50:00Z",
                "'',                    UTC,              2001-01-05T06:20+18,              2001-01-04T12:20:00Z",
                "'',                    UTC,              2001-01-05T06:20+18:01,           -",
                "'',                    Europe/Berlin,    2001-01-05 06:20:00,              2001-01-05T05:20:00Z",
                "'',                    Europe/Berlin,    2001-07-05,                       2001-07-04T22:00:00Z",
                "'',                    Asia/Kathmandu,   2001-01-05T06:20,                 2001-01-05T00:35:00Z",
                "'',                    UTC,              2001-02-29,                       -",
                "'',                    UTC,              2000-02-29,                       2000-02-29T00:00:00Z",
                "'',                    UTC,              1900-02-29,                       -",
                "'',                    UTC,              2001-01-05T24:00:00Z,             2001-01-06T00:00:00Z",
                "'',                    UTC,              2001-01-05T24:00:01Z,             -",
                "'',                    UTC,              2001-01-05T06:20:60Z,             -",
                "'',                    UTC,              2001-01-05T06:20:00.Z,            -",
                "'',                    UTC,              2001-01-05T06:20:00.1234567890Z,  -",
                "'',                    UTC,              2001-1-5,                         -",
                "'',                    UTC,              0000-01-01,                       -",
                "'',                    UTC,              0001-01-01T00:00:00Z,             0001-01-01T00:00:00Z",
                "'',                    UTC,              0001-01-01T00:00:00+01:00,        -",
                "'',                    UTC,              9999-12-31T23:59:59.9999Z,        9999-12-31T23:59:59.999Z",
                "'',                    UTC,              9999-12-31T23:59:59-01:00,        -",
                "'',                    UTC,              2016-12-31T23:59:60Z,             2016-12-31T23:59:59Z",
                "'',                    UTC,              2017-01-01T05:29:60.5+05:30,      2016-12-31T23:59:59.500Z",
                "'',                    UTC,              '2024-05-01T10:00:00,123Z',       2024-05-01T10:00:00.123Z",
                "'',                    UTC,              2024-05-01 10:00:00 UTC,          2024-05-01T10:00:00Z",
                "'',                    UTC,              2024-05-01 10:00:00 +0000,        2024-05-01T10:00:00Z",
                "'',                    UTC,              2024-05-01 12:00:00 Europe/Paris, 2024-05-01T10:00:00Z",
                "'',                    UTC,              2024-05-01 10:00:00 CEST,         -",
                "'',                    UTC,              '2024-05-01 10:00:00 ',           -",
                "'',                    UTC,              20240501T100000Z,                 2024-05-01T10:00:00Z",
                "'',                    UTC,              20240501T1000+0200,               2024-05-01T08:00:00Z",
                "'',                    Europe/Berlin,    20240501,                         2024-04-30T22:00:00Z",
                "'',                    UTC,              2024-0501,                        -",
                "'',                    UTC,              2024-05-01T12:00:00+02:00[Europe/Paris], 2024-05-01T10:00:00Z",
                "'',                    UTC,              2024-05-01T12:00:00[Europe/Paris], 2024-05-01T10:00:00Z",
                "'',                    UTC,              2024-05-01T12:00:00[Europe/Paris, -",
                "'',                    UTC,              2024-05-01T12:00:00Z[Mars/Dunes], -",
                "rfc_1123,              UTC,              'Wed, 1 May 2024 10:00:00 GMT',   2024-05-01T10:00:00Z",
                "rfc_1123,              UTC,              'Wed, 01 May 2024 12:00:00 +0200', 2024-05-01T10:00:00Z",
                "rfc_1123,              UTC,              'Thu, 1 May 2024 10:00:00 GMT',   -",
                "iso_8601,              UTC,              2024-05-01T10:00:00Z,             2024-05-01T10:00:00Z",
                "yyyy/MM/dd HH:mm,      UTC,              2001/01/05 24:00,                 2001-01-06T00:00:00Z",
                "yyyyMMddHHmmss,        UTC,              20161231235960,                   2016-12-31T23:59:59Z",
                "yyyyMMddHHmmss,        UTC,              20161231225960,                   -",
                // Clock changes: a skipped time moves on by the gap, a repeated one is its first occurrence.
                "'',                    Europe/Berlin,    2001-03-25T02:30:00,              2001-03-25T01:30:00Z",
                "'',                    Europe/Berlin,    2001-10-28T02:30:00,              2001-10-28T00:30:00Z",
                "'',                    America/Sao_Paulo, 2018-11-04,                      2018-11-04T03:00:00Z",
                "yyyy/MM/dd HH:mm,      UTC,              2001/01/05 06:20,                 2001-01-05T06:20:00Z",
                "yyyy/MM/dd HH:mm,      UTC,              2001/02/30 06:20,                 -",
                "yyyy/MM/dd HH:mm,      UTC,              2001/01/05 6:20,                  -",
                "yyyy/MM/dd HH:mm,      America/New_York, 2001/07/05 06:20,                 2001-07-05T10:20:00Z",
                "uuuuMMddHHmmssSSS,     UTC,              20010105062000123,                2001-01-05T06:20:00.123Z",
                "dd.MM.yyyy,            UTC,              05.01.2001,                       2001-01-05T00:00:00Z",
                "yyyy-MM-dd'T'HH,       UTC,              2001-01-05T06,                    2001-01-05T06:00:00Z",
                "d MMM yyyy h:mm a,     UTC,              5 Jan 2001 6:20 PM,               2001-01-05T18:20:00Z",
                "d MMM yyyy h:mm,       UTC,              5 Jan 2001 6:20,                  -",
                "d/M/yyyy,              UTC,              30/2/2001,                        -",
                "yyyy-MM-dd HH:mm XXX,  UTC,              2001-01-05 06:20 +02:00,          2001-01-05T04:20:00Z",
                "yyyy-MM-dd HH:mm VV,   UTC,              2001-01-05 06:20 Europe/Berlin,   2001-01-05T05:20:00Z",
                "yyyy-MM-dd VV,         UTC,              2001-01-05 Europe/Berlin,         2001-01-04T23:00:00Z",
                "epoch_seconds,         UTC,              978675600,                        2001-01-05T06:20:00Z",
                "epoch_seconds,         UTC,              978675600.1239,                   2001-01-05T06:20:00.123Z",
                "epoch_seconds,         UTC,              -0.0001,                          1969-12-31T23:59:59.999Z",
                "epoch_seconds,         UTC,              -1e-300,                          1969-12-31T23:59:59.999Z",
                "epoch_seconds,         UTC,              978675600.1239999999999999999999, 2001-01-05T06:20:00.123Z",
                "epoch_millis,          UTC,              978675600123,                     2001-01-05T06:20:00.123Z",
                "epoch_micros,          UTC,              978675600123999,                  2001-01-05T06:20:00.123Z",
                "epoch_seconds,         UTC,              978675600123,                     -",
                "epoch_micros,          UTC,              9223372036854775807,              -",
                "epoch_millis,          UTC,              1e999999999,                      -",
            })
    void read_text_isTheInstant(String pattern, String zone, String text, Instant expected) {
        assertThat(read(pattern, zone, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy/MM/dd HH:mm", "yyyyMMddHHmmss", "dd.MM.uuuu HH'h'mm", "yyyy-MM-dd'T'HH:mm:ss.SSS"})
    void read_fixedPattern_isWhatTheFormatterReads(String pattern) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        SplittableRandom random = new SplittableRandom(41);
        for (ZoneId zone : List.of(ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("Australia/Lord_Howe"))) {
            TimeText time = TimeText.of(field(pattern, zone.getId()));
            TimeText slow = new PatternTime("at", pattern, new LocalZone(zone));
            assertThat(time).isInstanceOf(FixedTime.class);
            for (int i = 0; i < 4_000; i++) {
                LocalDateTime local = LocalDateTime.ofEpochSecond(
                        random.nextLong(-62_135_596_800L, 253_402_300_800L), 0, ZoneOffset.UTC);
                char[] text = local.format(formatter).toCharArray();
                if (random.nextInt(3) == 0) {
                    text[random.nextInt(text.length)] = "0123456789:/- x".charAt(random.nextInt(15));
                }
                byte[] raw = new String(text).getBytes(StandardCharsets.UTF_8);
                assertThat(time.micros(Slice.of(raw)))
                        .as("seed 41, %s %s", new String(text), zone)
                        .isEqualTo(slow.micros(Slice.of(raw)));
            }
        }
    }

    @Test
    void toUtc_localTimesNearAndFar_areJavaTimes() {
        SplittableRandom random = new SplittableRandom(42);
        for (String id : List.of(
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "Pacific/Apia",
                "Asia/Kathmandu")) {
            ZoneId zone = ZoneId.of(id);
            LocalZone cached = new LocalZone(zone);
            long seconds = 0;
            for (int i = 0; i < 20_000; i++) {
                seconds = random.nextInt(50) == 0
                        ? random.nextLong(-4_000_000_000L, 4_000_000_000L)
                        : seconds + random.nextLong(-90_000, 90_000);
                Instant expected = ZonedDateTime.ofLocal(
                                LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC), zone, null)
                        .toInstant();
                assertThat(cached.toUtc(seconds * 1_000_000))
                        .as("seed 42, %s %s", id, seconds)
                        .isEqualTo(expected.getEpochSecond() * 1_000_000);
            }
        }
    }

    @Test
    void read_isoTextsOfAnyKind_isWhatTheOracleReads() {
        SplittableRandom random = new SplittableRandom(43);
        int read = 0;
        for (int i = 0; i < 40_000; i++) {
            LocalDateTime local = LocalDateTime.ofEpochSecond(
                    random.nextLong(-62_135_596_800L, 253_402_300_800L), random.nextInt(1_000_000_000), ZoneOffset.UTC);
            StringBuilder text = new StringBuilder(local.toString());
            text.setLength(Math.min(text.length(), random.nextInt(8) == 0 ? 10 : random.nextInt(15, 30)));
            if (random.nextInt(3) == 0) {
                int time = text.length() > 10 ? text.indexOf("T") : text.length();
                text = new StringBuilder(text.substring(0, time).replace("-", "")
                        + text.substring(time).replace(":", "").replace('.', ','));
            }
            text.append(
                    List.of("", "", "Z", "+02", "-0530", "+05:45", " UTC", " Europe/Paris", "[Asia/Tokyo]", " +01[UTC]")
                            .get(random.nextInt(10)));
            if (random.nextInt(4) == 0) {
                text.setCharAt(random.nextInt(text.length()), "0123456789:-+TZ .,[]".charAt(random.nextInt(20)));
            }
            Long expected = oracle(text.toString());
            Instant instant = read("", "Europe/Berlin", text.toString());
            assertThat(instant == null ? null : Micros.of(instant))
                    .as("seed 43, %s", text)
                    .isEqualTo(expected);
            read += expected == null ? 0 : 1;
        }
        assertThat(read).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy/QQQQQQQ,  UTC,         'field \"at\": \"yyyy/QQQQQQQ\" is not a time pattern: Too many pattern letters: Q'",
        "'',            Mars/Dunes,  'field \"at\": \"Mars/Dunes\" is not a time zone; write an IANA id such as Europe/Berlin'",
    })
    void fault_unusablePatternOrZone_isNamed(String pattern, String zone, String message) {
        assertThat(FieldDecoders.fault(field(pattern, zone))).contains(message);
        assertThatThrownBy(() -> new FieldReader(field(pattern, zone), 0)).hasMessage(message);
    }

    private static Long oracle(String text) {
        try {
            return JsonOracle.micros(text, ZoneId.of("Europe/Berlin"));
        } catch (JsonOracle.Rejected e) {
            return null;
        }
    }

    private static Instant read(String pattern, String zone, String text) {
        Field field = field(pattern, zone);
        Event event = new Event(new EventSchema(List.of(field)));
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        Decoding decoding = new FieldReader(field, 0).text(Slice.of(raw), event);
        return decoding.ok() ? Micros.toInstant(event.longAt(0)) : null;
    }

    private static Field field(String pattern, String zone) {
        return new Field("at", FieldType.TIMESTAMP, "at", "", pattern, zone, Missing.NULL, Notation.PLAIN);
    }
}
