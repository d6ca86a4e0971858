package tallyroll.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OracleTest {
    private static final String YAML = """
            pipeline: tiny
            event:
              format: json
              id: id
              time: {field: at, pattern: "yyyy/MM/dd HH:mm", zone: UTC}
              fields: {id: string, who: string, n: int, big: long, price: "decimal(10,2)"}
            rollups:
              by_who:
                by: [who]
                every: [1h]
                measures:
                  events: count
                  known: count(n)
                  total: sum(n)
                  exact: sum(big)
                  paid: sum(price)
                  low: min(n)
                  high: max(n)
                  mean: avg(n)
                  spread: variance(n)
                  newest: last(n)
                  kinds: distinct(n)
                  dist: quantiles(n)
                  often: top_k(n, 2)
                  sizes: histogram(n, 0, 10)
            """;

    /** By hand: 4 events of ATL between one and two: n = 1, 3, 8, null. */
    private static final List<TopicRecord> TOPIC = topic(
            event("a", "2001/01/01 01:00", "ATL", "1", "9223372036854775807", "1.10"),
            event("b", "2001/01/01 01:59", "ATL", "3", "9223372036854775807", "2.20"),
            event("a", "2001/01/01 01:00", "ATL", "1", "9223372036854775807", "1.10"),
            event("c", "2001/01/01 01:30", "ATL", "8", "null", "\"0.05\""),
            event("d", "2001/01/01 01:30", "ATL", "null", "null", "null"),
            "not json");

    private static final Map<String, Object> ROW = row();

    private static Map<String, Object> row() {
        Map<String, Object> row = new HashMap<>();
        row.put("who", "ATL");
        row.put("period", "2001-01-01");
        row.put("bucket", Instant.parse("2001-01-01T01:00:00Z"));
        row.put("batch", 7L);
        row.put("events", 4L);
        row.put("known", 3L);
        row.put("total", 12L);
        row.put("exact", new BigInteger("18446744073709551614"));
        row.put("paid", new BigDecimal("3.35"));
        row.put("low", 1L);
        row.put("high", 8L);
        row.put("mean", 4.0);
        row.put("spread", 13.0);
        row.put("newest", 3L);
        row.put("kinds", 3L);
        row.put("dist_p50", 3.01);
        row.put("dist_p95", 7.95);
        row.put("dist_p99", 8.07);
        row.put("often", List.of(new SimpleImmutableEntry<>("8", 1L), new SimpleImmutableEntry<>("1", 1L)));
        row.put("sizes", List.of(0L, 3L, 0L));
        return row;
    }

    @Test
    void judge_rightRow_findsNothing() {
        assertThat(judge(ROW)).isEqualTo(new Verdict(6, 4, 1, 1, 1, 0, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events",
                "known",
                "total",
                "exact",
                "paid",
                "low",
                "high",
                "mean",
                "spread",
                "newest",
                "kinds",
                "dist_p50",
                "dist_p95",
                "dist_p99"
            })
    void judge_oneNumberWrong_findsIt(String column) {
        Map<String, Object> wrong = new HashMap<>(ROW);
        wrong.compute(column, (name, right) -> changed(right));

        assertThat(judge(wrong).differences()).extracting(Difference::column).containsExactly(column);
        wrong.put(column, null);
        assertThat(judge(wrong).differences()).extracting(Difference::column).containsExactly(column);
        wrong.remove(column);
        assertThat(judge(wrong).differences()).extracting(Difference::stored).containsExactly("no such column");
    }

    private static Object changed(Object right) {
        if (right instanceof Long n) {
            return n + 1;
        }
        if (right instanceof Double n) {
            return n * 1.03;
        }
        return right instanceof BigDecimal n ? n.add(new BigDecimal("0.01")) : ((BigInteger) right).add(BigInteger.ONE);
    }

    @Test
    void judge_wrongRankingOrHistogram_findsIt() {
        Map<String, Object> wrong = new HashMap<>(ROW);
        wrong.put("often", List.of(new SimpleImmutableEntry<>("8", 2L), new SimpleImmutableEntry<>("1", 1L)));
        wrong.put("sizes", List.of(0L, 2L, 1L));

        assertThat(judge(wrong).differences())
                .extracting(Difference::column)
                .containsExactlyInAnyOrder("often", "sizes");
    }

    @Test
    void judge_missingAndSurplusRows_findsBoth() {
        Map<String, Object> elsewhere = new HashMap<>(ROW);
        elsewhere.put("who", "ORD");

        assertThat(judge(elsewhere).differences())
                .extracting(Difference::toString)
                .containsExactlyInAnyOrder(
                        "by_who_1h [ORD] 2001-01-01T01:00:00Z: expected no row, stored a row",
                        "by_who_1h [ATL] 2001-01-01T01:00:00Z: expected a row of 4 events, stored no row");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":"x","at":"2001/01/01 01:00","who":"ATL","n":1                | 1
            [{"id":"x","at":"2001/01/01 01:00","who":"ATL","n":1}]             | 1
            {"id":"x","at":"2001/01/01 01:00","who":"ATL","n":1} x             | 1
            {"id":"x","at":"2001/13/01 01:00","who":"ATL","n":1}               | 1
            {"id":"x","at":"yesterday","who":"ATL","n":1}                      | 1
            {"id":"x","who":"ATL","n":1}                                       | 1
            {"id":"x","at":"2001/01/01 01:00","n":1}                           | 1
            {"at":"2001/01/01 01:00","who":"ATL","n":1}                        | 1
            {"id":"x","at":"2001/01/01 01:00","who":"ATL","n":"one"}           | 1
            {"id":"x","at":"2001/01/01 01:00","who":"ATL","n":1.5}             | 1
            {"id":"x","at":"2001/01/01 01:00","who":"ATL","n":2147483648}      | 1
            {"id":"x","at":"2001/01/01 01:00","who":"ATL","price":0.001}       | 1
            {"id":"x","at":"2001/01/01 01:00","who":"ATL","n":12.0}            | 0
            {"id":"x","at":"2001/01/01 01:00","who":"ATL","more":{"n":[1]}}    | 0
            """)
    void judge_eachRecord_isEventOrBroken(String json, long broken) {
        assertThat(Oracle.judge(DefinitionFile.read(YAML), topic(json), (table, reader) -> {})
                        .broken())
                .isEqualTo(broken);
    }

    @Test
    void judge_newerRevision_counts() {
        String yaml = YAML.replace("  id: id", "  id: id\n  duplicates: {last: n}");
        List<TopicRecord> records = topic(
                event("a", "2001/01/01 01:00", "ATL", "5", "null", "null"),
                event("a", "2001/01/01 01:00", "ORD", "9", "null", "null"),
                event("a", "2001/01/01 01:00", "ATL", "7", "null", "null"));

        Verdict verdict = Oracle.judge(DefinitionFile.read(yaml), records, (table, reader) -> {});

        assertThat(verdict.differences()).extracting(Difference::row).containsExactly("[ORD] 2001-01-01T01:00:00Z");
    }

    @Test
    void judge_oversizedOrEmpty_isBroken() {
        List<TopicRecord> records = List.of(
                new TopicRecord(0, 0, null),
                new TopicRecord(0, 1, new byte[0]),
                new TopicRecord(0, 2, new byte[2 << 20]));

        assertThat(Oracle.judge(DefinitionFile.read(YAML), records, (table, reader) -> {})
                        .broken())
                .isEqualTo(3);
    }

    private static Verdict judge(Map<String, Object> row) {
        return Oracle.judge(DefinitionFile.read(YAML), TOPIC, (table, reader) -> reader.accept(row));
    }

    private static String event(String id, String at, String who, String n, String big, String price) {
        return "{\"id\":\"%s\",\"at\":\"%s\",\"who\":\"%s\",\"n\":%s,\"big\":%s,\"price\":%s}"
                .formatted(id, at, who, n, big, price);
    }

    private static List<TopicRecord> topic(String... values) {
        List<TopicRecord> records = new ArrayList<>();
        Arrays.stream(values)
                .map(value -> new TopicRecord(0, records.size(), value.getBytes(StandardCharsets.UTF_8)))
                .forEach(records::add);
        return records;
    }
}
