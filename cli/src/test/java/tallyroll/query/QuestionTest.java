package tallyroll.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.reading.Selection;
import tallyroll.reading.TallyReader;

class QuestionTest {
    private static final Pipeline PIPELINE = Definition.parse("""
            pipeline: flights
            source: {kafka: {bootstrap: "localhost:9092", topic: flights}}
            event: {format: json, id: id, time: date, fields: {id: string, date: timestamp, origin: string, carrier: string}}
            rollups:
              routes: {by: [origin, carrier], every: [1h, 1d], zone: Europe/Berlin, measures: {flights: count}}
            """, "flights.yaml", Environment.of(Map.of()));

    @Test
    void of_noRange_isTheLastBucketsOfWhatIsRecorded() {
        assertThat(ask("", "").window().orElseThrow())
                .startsWith("From 2001-01-30T18:00:00Z to 2001-01-31T18:00:00Z, the last 24 buckets of 1h;");
        assertThat(ask("", "1d").window().orElseThrow())
                .startsWith("From 2001-01-07T23:00:00Z to 2001-01-31T23:00:00Z, the last 24 buckets of 1d;");
        assertThat(ask("2001-01-05", "").window()).isEmpty();
    }

    @Test
    void of_patterns_areOneGroupOrSeveral() {
        assertThat(of(List.of("origin=ORD", "carrier=AA"), "").one()).isTrue();
        assertThat(of(List.of("carrier=AA"), "ORD").one()).isTrue();
        assertThat(of(List.of("origin=A\\*", "carrier=AA"), "").one()).isTrue();
        assertThat(of(List.of("origin=O*", "carrier=AA"), "").one()).isFalse();
        assertThat(of(List.of("origin=ORD"), "*").one()).isFalse();
        assertThat(of(List.of(), "*").one()).isFalse();
    }

    private static Question ask(String from, String every) {
        return question(List.of(), "*", new Question.Times(from, "", every, ""));
    }

    private static Question of(List<String> keys, String pattern) {
        return question(keys, pattern, new Question.Times("2001-01-05", "", "", ""));
    }

    private static Question question(List<String> keys, String pattern, Question.Times times) {
        Selection all = TallyReader.over(
                        () -> {
                            throw new AssertionError("Cassandra was asked");
                        },
                        PIPELINE,
                        InstantSource.system())
                .rollup("routes");
        Question.Asked asked = new Question.Asked(PIPELINE.rollups().get(0), keys, pattern, times);
        return Question.of(all, asked, true, () -> Instant.parse("2001-01-31T18:00:00Z"));
    }
}
