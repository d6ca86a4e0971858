package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.record.DeadLetter;

/** Records of several events, through ingesting, recovery and settling. */
class ExplodedEventsTest {
    private static final String YAML = """
            pipeline: visits
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              explode: readings
              %s
              time: at
              fields: {device: string, place: string, n: {type: string, path: readings.n}, at: {type: timestamp, path: readings.at}}
            strategy: idempotent-direct
            record: {bucket: 1h}
            grace: 0s
            settle: %s
            rollups:
              readings: {by: [place], every: [1h], measures: {events: count}}
            """;

    private final MemoryPipeline pipeline = pipeline("id: device", "recount");

    @Test
    void ingest_recordOfSeveralEvents_countsEachInItsHour() {
        pipeline.ingestMessages(List.of(message("d1", 0, 1, 1), message("d2"), message("d3", 2)));

        assertThat(pipeline.counts()).isEqualTo(Map.of(0, 1L, 1, 2L, 2, 1L));
        pipeline.settle();
        assertThat(pipeline.counts()).isEqualTo(Map.of(0, 1L, 1, 2L, 2, 1L));
    }

    @Test
    void ingest_recordThatComesAgain_countsNoneOfItsEventsTwice() {
        pipeline.ingestMessages(List.of(message("d1", 0, 1), message("d1", 0, 1)));
        pipeline.ingestMessages(List.of(message("d1", 0, 1)));
        pipeline.settle();

        assertThat(pipeline.counts()).isEqualTo(Map.of(0, 1L, 1, 1L));
    }

    @Test
    void ingest_idInTheElement_isTheSameEventInAnotherRecord() {
        MemoryPipeline own = pipeline("id: n", "recount");

        own.ingestMessages(List.of(message("d1", 0, 1), message("d2", 1, 0)));
        own.settle();

        assertThat(own.counts()).isEqualTo(Map.of(0, 1L, 1, 1L));
    }

    @Test
    void ingest_noId_eachElementIsAnEventOfItsPosition() {
        MemoryPipeline positions = pipeline("", "proof");

        positions.ingestMessages(List.of(message("d1", 0, 0), message("d1", 0)));
        positions.settle();

        assertThat(positions.counts()).isEqualTo(Map.of(0, 3L));
    }

    @Test
    void ingest_elementsThatAreNoEvents_areDeadLettersEachOfItsOwn() {
        pipeline.ingestMessages(List.of(
                "{\"device\":\"d1\",\"place\":\"x\",\"readings\":[{\"at\":\"no\"},7," + element("a", 0) + "]}",
                "{\"device\":\"d2\"}"));

        assertThat(pipeline.counts()).isEqualTo(Map.of(0, 1L));
        assertThat(pipeline.record.deadLetters(10))
                .extracting(DeadLetter::source, DeadLetter::code)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("events[0]", "bad-time"),
                        org.assertj.core.groups.Tuple.tuple("events[1]", "missing-field"),
                        org.assertj.core.groups.Tuple.tuple("events", "missing-field"));
    }

    @Test
    void recover_batchOfADriverThatDied_countsTheSame() {
        pipeline.ingestMessagesAsADriverThatDies(List.of(message("d1", 0, 1, 1), message("d1", 0, 2)));
        pipeline.restart(pipeline.record);
        pipeline.runner().recover();
        pipeline.settle();

        assertThat(pipeline.counts()).isEqualTo(Map.of(0, 1L, 1, 2L));
    }

    @Test
    void randomRecords_settledByProofAndByRecount_equalWhatWasSent() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            MemoryPipeline tried = pipeline("id: device", seed % 2 == 0 ? "proof" : "recount");
            Map<Integer, Long> expected = new TreeMap<>();
            for (int batch = 0; batch < 4; batch++) {
                List<String> messages = new java.util.ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    String device = "d" + batch + "-" + i;
                    int[] hours = random.ints(random.nextInt(5), 0, 6).toArray();
                    for (int hour : hours) {
                        expected.merge(hour, 1L, Long::sum);
                    }
                    messages.add(message(device, hours));
                    if (random.nextBoolean()) {
                        messages.add(messages.get(random.nextInt(messages.size())));
                    }
                }
                tried.ingestMessages(messages);
            }
            tried.settle();

            assertThat(tried.counts()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static String message(String device, int... hours) {
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < hours.length; i++) {
            elements.append(i == 0 ? "" : ",").append(element("n" + hours[i], hours[i]));
        }
        return "{\"device\":\"%s\",\"place\":\"x\",\"readings\":[%s]}".formatted(device, elements);
    }

    private static String element(String n, int hour) {
        return "{\"n\":\"%s\",\"at\":\"%s\"}".formatted(n, MemoryPipeline.TEN.plus(java.time.Duration.ofHours(hour)));
    }

    private static MemoryPipeline pipeline(String id, String settle) {
        return new MemoryPipeline(
                Definition.parse(YAML.formatted(id, settle), "visits.yaml", Environment.of(Map.of())),
                Expressions.NONE);
    }
}
