package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {
    /** One topic is written as it always was, however the definition names it: stored definitions stay the same. */
    @Test
    void toString_any_isReadBack() {
        assertThat(Topics.named("flights")).hasToString("topic flights");
        assertThat(Topics.named("b", "a")).hasToString("topics a, b");
        assertThat(Topics.like("orders-.*, x")).hasToString("topics like orders-.*, x");
        for (Topics topics : new Topics[] {Topics.named("flights"), Topics.named("b", "a"), Topics.like("o-.*, x")}) {
            assertThat(Topics.of(topics.toString())).isEqualTo(topics);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "orders-a, true",
        "orders-, true",
        "my-orders-a, false",
        "orders, false",
    })
    void include_pattern_isOfTheWholeName(String topic, boolean included) {
        assertThat(Topics.like("orders-.*").include(topic)).isEqualTo(included);
    }

    @Test
    void include_kafkasOwnTopics_areNotMeant() {
        assertThat(Topics.like(".*").include("__consumer_offsets")).isFalse();
        assertThat(Topics.named("__consumer_offsets").include("__consumer_offsets"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    topic a          | topics a, b        | true
                    topics a, b      | topic a            | false
                    topic a          | topic b            | false
                    topics ab, ac    | topics like a.     | true
                    topics ab, c     | topics like a.     | false
                    topics like a.*  | topics like a.*    | true
                    topics like a.*  | topics like .*     | false
                    topics like a.*  | topic a            | false
                    """)
    void includeAll_before_isWhereNoneIsLeftOut(String before, String now, boolean allowed) {
        assertThat(Topics.of(now).includeAll(Topics.of(before))).isEqualTo(allowed);
    }
}
