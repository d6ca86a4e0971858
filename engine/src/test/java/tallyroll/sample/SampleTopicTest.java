package tallyroll.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallyroll.sample.ShapeCase.iso;
import static tallyroll.sample.ShapeCase.json;
import static tallyroll.sample.ShapeCase.one;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;

/** What a topic has and a file has not: keys, headers, values of several lines, packed and binary ones. */
class SampleTopicTest {
    private static final long MILLIS = 1_714_557_600_000L;

    private static Draft draft(IntFunction<SampleRecord> record) {
        return Drafts.of(sample(record), Wishes.NONE, Strategy.IDEMPOTENT_DIRECT);
    }

    private static Sample sample(IntFunction<SampleRecord> record) {
        List<SampleRecord> records = IntStream.range(0, 20).mapToObj(record).toList();
        return new Sample("topic \"t\" at b:1", "all 20 records", records, List.of());
    }

    private static SampleRecord record(byte[] value, String key, Map<String, String> headers) {
        Map<String, byte[]> bytes = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> bytes(header.getValue())));
        return new SampleRecord(
                value, Optional.ofNullable(key).map(SampleTopicTest::bytes), bytes, OptionalLong.of(MILLIS));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void takesAll(Draft draft, int events) {
        assertThat(draft.reasons()).as(draft.yaml()).isEmpty();
        assertThat(draft.records()).isEqualTo(events);
    }

    @Test
    void draft_numbersWithKeys_groupsByTheKeyAndTakesTheRecordsTime() {
        Draft draft = draft(i -> record(bytes("2" + i + ".5"), one(i, "attic", "cellar", "hall"), Map.of()));

        Pipeline pipeline = Drafts.pipeline(draft);
        assertThat(pipeline.rollups().get(0).by()).containsExactly("key");
        assertThat(draft.yaml()).contains("path: kafka.key", "path: kafka.timestamp");
        takesAll(draft, 20);
    }

    @Test
    void draft_eventsWithAnIdInAHeader_takesIt() {
        Draft draft = draft(i -> record(
                bytes(json("{'at':'%s','g':'%s'}", iso(i), one(i, "a", "b"))), "k", Map.of("message-id", "m-" + i)));

        assertThat(Drafts.pipeline(draft).event().idFields()).containsExactly("message_id");
        assertThat(draft.yaml())
                .contains(
                        "path: kafka.header.message-id", "#   kafka.key: beside the value, 1 different in 20 records");
        takesAll(draft, 20);
    }

    @Test
    void draft_cloudEventsInBinaryMode_readsAttributesOfHeaders() {
        Draft draft = draft(i -> record(
                bytes(json("{'country':'%s'}", one(i, "DE", "FR", "IT"))),
                null,
                Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        "e" + i,
                        "ce_source",
                        "/s",
                        "ce_type",
                        "x",
                        "ce_time",
                        iso(i))));

        assertThat(draft.yaml()).contains("envelope: cloudevents", "path: envelope.time", "by: [country]");
        takesAll(draft, 20);
    }

    @Test
    void draft_valuesOfSeveralLines_takesEachLine() {
        String line = "{'at':'%s','g':'%s'}\n";
        Draft json = draft(i -> record(bytes(json(line, iso(i), "a") + json(line, iso(i + 60), "b")), null, Map.of()));
        Draft csv = draft(i -> record(bytes("%s;a;1\n%s;b;2\n".formatted(iso(i), iso(i + 60))), null, Map.of()));

        assertThat(json.yaml()).contains("explode: lines", "time: at");
        takesAll(json, 40);
        assertThat(csv.yaml()).contains("explode: lines", "delimiter: \";\"");
        takesAll(csv, 40);
    }

    @Test
    void draft_packedValues_saysHow() {
        Draft draft = draft(i ->
                record(Zstd.compress(bytes(json("{'at':'%s','g':'%s'}", iso(i), one(i, "a", "b")))), null, Map.of()));

        assertThat(draft.yaml()).contains("compression: zstd", "time: at");
        takesAll(draft, 20);
    }

    @Test
    void draft_changesWhoseRowsHaveNoId_takesTheRecordsKey() {
        Draft draft = draft(i -> record(
                bytes(json(
                        "{'before':null,'after':{'city':'%s','n':%d},'source':{'ts_ms':%d},'op':'c','ts_ms':%d}",
                        one(i, "a", "b"), i, MILLIS + i, MILLIS + i)),
                "{\"city\":\"a\"}",
                Map.of()));

        assertThat(draft.yaml()).contains("id: row_key", "path: kafka.key", "duplicates: {last: record_offset}");
        takesAll(draft, 20);
    }

    @Test
    void draft_changesForAStrategyWithoutARecord_isRefused() {
        Sample sample = sample(i -> record(
                bytes("{\"after\":{\"id\":1},\"source\":{\"ts_ms\":1714557600000},\"op\":\"c\"}"), null, Map.of()));

        assertThatThrownBy(() -> Drafts.of(sample, Wishes.NONE, Strategy.COUNTERS))
                .isInstanceOf(SampleException.class)
                .hasMessageContainingAll("changes of rows (debezium)", "choose an idempotent strategy");
    }

    static Stream<Arguments> binary() {
        return Stream.of(
                Arguments.of("Obj\u0001avro.schema", "an Avro container file"),
                Arguments.of("PAR1\u0000\u0000", "a Parquet file"),
                Arguments.of("\u0001\u0000\u0000x\u0002", "if they are Avro without a header"));
    }

    @ParameterizedTest
    @MethodSource("binary")
    void draft_binaryValues_saysWhatTheyAreAndWhatToDo(String value, String message) {
        Sample sample = sample(i -> record((value + i).getBytes(StandardCharsets.ISO_8859_1), null, Map.of()));

        assertThatThrownBy(() -> Drafts.of(sample, Wishes.NONE, Strategy.IDEMPOTENT_DIRECT))
                .isInstanceOf(SampleException.class)
                .hasMessageContainingAll("its records are no text", message);
    }

    @Test
    void draft_fewRecordsOfVeryManyElements_endsSoon() {
        String around = "\"" + "x".repeat(50) + "\":[" + "1,".repeat(2_000) + "1],";
        String elements = "{\"at\":\"2024-05-01T10:00:00Z\"},".repeat(50_000) + "{\"at\":\"2024-05-01T10:00:00Z\"}";
        Sample sample = new Sample(
                "topic \"t\" at b:1",
                "all 1 records",
                List.of(SampleRecord.of(bytes("{" + around + "\"r\":[" + elements + "]}"))),
                List.of());

        Draft draft = Drafts.of(sample, Wishes.NONE, Strategy.IDEMPOTENT_DIRECT);
        assertThat(draft.yaml()).contains("explode: r");
    }
}
