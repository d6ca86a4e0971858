package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.control.PipelineState;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

class StartFactsTest {
    private static final String DEFINITION = """
            pipeline: trips
            source: {kafka: {bootstrap: "localhost:9092", topic: trips, start: START}}
            event: {format: json, id: id, time: at, fields: {id: string, at: timestamp, place: string}}
            strategy: STRATEGY
            rollups:
              by_place: {by: [place], every: [1h], measures: {trips: count}}
            """;

    @Test
    void of_earliest_saysNothing() {
        assertThat(facts("earliest", "idempotent-direct", Optional.empty())).isEmpty();
    }

    @Test
    void of_neverRun_saysWhatIsLeftOut() {
        assertThat(facts("latest", "idempotent-direct", Optional.empty()))
                .hasValue("source.kafka.start: latest is where it begins; what lies before is left out, and a gap");
    }

    @Test
    void of_aPipelineWithPositions_saysThatItHasNoEffect() {
        LeaseHolder lease = ((Acquisition.Acquired) LeaseHolder.acquire(
                        new MemoryControl(),
                        "trips",
                        "me",
                        Duration.ofMinutes(1),
                        InstantSource.system(),
                        holder -> false))
                .driver();
        lease.begin(List.of(new Claim.Range("trips", 0, 5, 5)));

        assertThat(facts("latest", "idempotent-direct", Optional.of(lease.state())))
                .hasValue("source.kafka.start: latest has no effect: the pipeline has begun already, and goes on at its"
                        + " positions");
    }

    @Test
    void of_counters_namesTheConsumerGroup() {
        assertThat(facts("latest", "counters", Optional.empty()).orElseThrow())
                .contains("consumer group \"trips\" begins if it has no positions");
    }

    private static Optional<String> facts(String start, String strategy, Optional<PipelineState> state) {
        String text = DEFINITION.replace("START", start).replace("STRATEGY", strategy);
        Pipeline pipeline = Definition.parse(text, "trips.yaml", Environment.of(Map.of()));
        return StartFacts.of(state, pipeline);
    }
}
