package tallyroll.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;
import tallyroll.measure.ColumnType;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/** A group's bytes, its column values and its event mean the same, for every type that a field can have. */
class GroupCodecTest {
    private static final Pipeline PIPELINE = Definition.parse("""
            pipeline: groups
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              time: {field: at}
              fields: {text: string, flag: boolean, small: int, big: long, price: "decimal(9,2)",
                       sum: "decimal(38,4)", seen: timestamp}
            rollups:
              all:
                by: [text, flag, small, big, price, sum, seen]
                every: [1h]
                measures: {events: count}
            """, "groups.yaml", Environment.of(Map.of()));

    private final Event event = new Event(PIPELINE.event().schema());
    private final GroupCodec codec =
            new GroupCodec(PIPELINE.rollups().get(0), PIPELINE.event().schema());

    @Test
    void columnType_ofEveryFieldType_isItsCqlType() {
        assertThat(codec.names()).containsExactly("text", "flag", "small", "big", "price", "sum", "seen");
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6))
                .extracting(codec::columnType)
                .containsExactly(
                        ColumnType.TEXT,
                        ColumnType.BOOLEAN,
                        ColumnType.BIGINT,
                        ColumnType.BIGINT,
                        ColumnType.DECIMAL,
                        ColumnType.DECIMAL,
                        ColumnType.TIMESTAMP);
    }

    @Test
    void values_ofAnEventsKey_areTheEventsValues() {
        fill("é\n", true, -7, Long.MIN_VALUE, "-12.30", "-12345678901234567890.0001", -1_500);

        assertThat(codec.values(key()))
                .containsExactly(
                        "é\n",
                        true,
                        -7L,
                        Long.MIN_VALUE,
                        new BigDecimal("-12.30"),
                        new BigDecimal("-12345678901234567890.0001"),
                        Instant.parse("1969-12-31T23:59:59.998Z"));
    }

    @Test
    void key_ofRandomValues_isTheEventsKey() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            fill(
                    "x".repeat(random.nextInt(40)),
                    random.nextBoolean(),
                    random.nextInt(),
                    random.nextLong(),
                    BigDecimal.valueOf(random.nextInt(), 2).toPlainString(),
                    BigDecimal.valueOf(random.nextLong(), 4).toPlainString(),
                    random.nextLong(-62_135_596_800_000_000L, 253_402_300_799_000_000L));
            GroupKey key = key();

            assertThat(codec.key(codec.values(key))).as("seed %d", seed).isEqualTo(key);
        }
    }

    @Test
    void key_valuesThatAreEqual_isOne() {
        fill("a", false, 1, 2, "1.50", "2", 1_999);
        GroupKey key = key();
        fill("a", false, 1, 2, "1.5", "2.0000", 1_000);

        assertThat(key()).isEqualTo(key);
        assertThat(codec.key(List.of(
                        "a", false, 1L, 2L, new BigDecimal("1.5"), new BigDecimal("2"), Instant.ofEpochMilli(1))))
                .isEqualTo(key);
    }

    @Test
    void key_valuesThatLookAlike_areSeveral() {
        fill("a", false, 1, 12, "1", "2", 0);
        GroupKey one = key();
        fill("a", false, 11, 2, "1", "2", 0);

        assertThat(key()).isNotEqualTo(one);
    }

    /** The fields in their order; decimals as text, times in µs. */
    private void fill(Object... values) {
        event.clear();
        event.putString(0, (String) values[0]);
        event.putLong(1, (Boolean) values[1] ? 1 : 0);
        event.putLong(2, ((Number) values[2]).longValue());
        event.putLong(3, ((Number) values[3]).longValue());
        event.putLong(
                4,
                new BigDecimal((String) values[4]).setScale(2).unscaledValue().longValueExact());
        event.putDecimal(5, new BigDecimal((String) values[5]).setScale(4));
        event.putLong(6, ((Number) values[6]).longValue());
    }

    private GroupKey key() {
        ByteWriter out = new ByteWriter();
        codec.write(event, out);
        return new GroupKey(out.toByteArray());
    }
}
