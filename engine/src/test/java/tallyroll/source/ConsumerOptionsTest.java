package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Pipeline;

class ConsumerOptionsTest {
    @Test
    void of_ownOptions_arePassedOnToBothClients() {
        ConsumerOptions options = of(Map.of("security.protocol", "SASL_SSL", "max.poll.records", "77"));

        assertThat(options.consumer())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("max.poll.records", "77");
        assertThat(options.admin())
                .containsEntry("security.protocol", "SASL_SSL")
                .doesNotContainKey("max.poll.records");
        assertThat(options.overridden()).isEmpty();
    }

    @Test
    void of_optionsThatWouldCountWrongly_areOverriddenAndNamed() {
        ConsumerOptions options = of(Map.of(
                "isolation.level", "read_uncommitted",
                "enable.auto.commit", "false",
                "auto.offset.reset", "latest",
                "group.id", "billing"));

        assertThat(options.consumer())
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "none")
                .doesNotContainKey("group.id");
        assertThat(options.overridden())
                .containsExactly(
                        "Kafka option \"auto.offset.reset\" is none, not latest as defined: offsets that are gone are recorded"
                                + " as a gap, never skipped.",
                        "Kafka option \"group.id\" is not used: partitions are assigned by the driver, there is no consumer"
                                + " group.",
                        "Kafka option \"isolation.level\" is read_committed, not read_uncommitted as defined: aborted"
                                + " transactions must not be counted.");
    }

    private static ConsumerOptions of(Map<String, String> options) {
        return ConsumerOptions.of(new Pipeline.Kafka("localhost:9092", "flights", options, 0));
    }
}
