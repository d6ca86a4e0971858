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

    @Test
    void of_otherBrokersAmongTheOptions_areOverriddenAndNamed() {
        ConsumerOptions options = of(Map.of("bootstrap.servers", "elsewhere:9092"));

        assertThat(options.consumer()).containsEntry("bootstrap.servers", "localhost:9092");
        assertThat(options.admin()).containsEntry("bootstrap.servers", "localhost:9092");
        assertThat(options.overridden())
                .containsExactly("Kafka option \"bootstrap.servers\" is localhost:9092, not elsewhere:9092 as defined:"
                        + " source.kafka.bootstrap names the brokers.");
    }

    @Test
    void of_tunedOptions_giveWayToTheDefinition() {
        assertThat(of(Map.of()).consumer()).containsEntry("fetch.max.wait.ms", "10");
        assertThat(of(Map.of("fetch.max.wait.ms", "250")).consumer()).containsEntry("fetch.max.wait.ms", "250");
    }

    @Test
    void ofMember_anyOptions_isInItsGroupAndWaitsForData() {
        ConsumerOptions options = ConsumerOptions.ofMember(
                new Pipeline.Kafka("localhost:9092", "flights", Map.of("group.id", "other"), 0), "billing");

        assertThat(options.consumer())
                .containsEntry("group.id", "billing")
                .containsEntry("fetch.max.wait.ms", "500")
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("auto.offset.reset", "none");
    }

    private static ConsumerOptions of(Map<String, String> options) {
        return ConsumerOptions.of(new Pipeline.Kafka("localhost:9092", "flights", options, 0));
    }
}
