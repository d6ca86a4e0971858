package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.Slice;

/** Reading by position is what java.time reads, for every pattern that is taken. */
class FixedTimeTest {
    private static final LocalZone UTC = new LocalZone(ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyy-MM-dd",
                "uuuuMMdd",
                "dd.MM.yyyy HH:mm",
                "yyyy-MM-dd'T'HH:mm:ss",
                "yyyyMMddHHmmssSSS",
                "HH:mm:ss,SSSSSSSSS yyyy/MM/dd",
                "'at' yyyy 'o''clock' MM dd",
            })
    void compile_partsOfFixedWidth_areTakenUnlessQuotesAreDoubled(String pattern) {
        assertThat(FixedTime.compile(pattern, UTC) == null).isEqualTo(pattern.contains("''"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yy-MM-dd",
                "yyyy-M-d",
                "yyyy-MMM-dd",
                "yyyy-MM",
                "MM-dd HH:mm",
                "yyyy-MM-dd mm",
                "yyyy-MM-dd HH:ss",
                "yyyy-MM-dd HH:mm SSS",
                "yyyy-MM-dd hh:mm a",
                "yyyy-MM-dd[ HH:mm]",
                "yyyy-MM-dd#",
                "yyyy-MM-dd{",
                "yyyy-MM-dd'",
                "yyyy-MM-dd''",
                "yyyy-MM-dd é",
                "yyyy-MM-dd 'é'",
                "yyyy-MM-dd yyyy",
                "yyyy-DDD",
                "yyyy-MM-dd HH:mm:ssSSSSSSSSSS",
                "yyyy-MM-dd XXX",
                ""
            })
    void compile_anythingElse_isLeftToJavaTime(String pattern) {
        assertThat(FixedTime.compile(pattern, UTC)).isNull();
    }

    @Test
    void micros_randomPatternsAndTexts_isWhatJavaTimeReads() {
        int read = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            LocalZone zone = new LocalZone(ZoneId.of(random.nextBoolean() ? "UTC" : "Europe/Berlin"));
            String pattern = pattern(random);
            FixedTime fixed = FixedTime.compile(pattern, zone);
            PatternTime byJavaTime = new PatternTime("at", pattern, zone);
            for (int i = 0; i < 10; i++) {
                byte[] text = text(pattern, random).getBytes(StandardCharsets.UTF_8);
                long micros = fixed.micros(Slice.of(text));
                assertThat(micros)
                        .as("seed %d: \"%s\" by %s", seed, new String(text, StandardCharsets.UTF_8), pattern)
                        .isEqualTo(byJavaTime.micros(Slice.of(text)));
                read += micros == TimeText.NONE ? 0 : 1;
            }
        }
        assertThat(read).as("texts that are times").isBetween(10_000, 25_000);
    }

    /** A day, often with some of the time of day, in any order with literals between. */
    private static String pattern(Random random) {
        List<String> parts = new ArrayList<>(List.of("yyyy", "MM", "dd"));
        parts.addAll(
                List.of("HH", "mm", "ss", "S".repeat(1 + random.nextInt(9))).subList(0, random.nextInt(5)));
        Collections.shuffle(parts, random);
        // Digits that follow a fraction would be read as more of it.
        List<String> literals = List.of("-", "/", " ", ":", "'T'", "'um '", ".", ", ");
        StringBuilder pattern = new StringBuilder();
        for (String part : parts) {
            pattern.append(part).append(literals.get(random.nextInt(literals.size())));
        }
        return pattern.toString();
    }

    /** A text of the pattern whose numbers are often, but not always, those of a time. */
    private static String text(String pattern, Random random) {
        String text = pattern.replace("'", "");
        text = text.replace("yyyy", number(random, 4, random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(9_999)));
        text = text.replace("MM", number(random, 2, random.nextInt(14)));
        text = text.replace("dd", number(random, 2, random.nextInt(33)));
        // 24:00 and second 60 are read here alone.
        text = text.replace("HH", number(random, 2, beyond(random.nextInt(25), 24)));
        text = text.replace("mm", number(random, 2, random.nextInt(61)));
        text = text.replace("ss", number(random, 2, beyond(random.nextInt(61), 60)));
        while (text.contains("S")) {
            text = text.replaceFirst("S", Integer.toString(random.nextInt(10)));
        }
        return random.nextInt(12) == 0 ? text.substring(1) : text;
    }

    private static int beyond(int value, int limit) {
        return value == limit ? limit + 1 : value;
    }

    private static String number(Random random, int width, int value) {
        String digits =
                ("0".repeat(width) + value).substring(Integer.toString(value).length());
        return random.nextInt(100) == 0 ? digits.substring(1) + "x" : digits;
    }
}
