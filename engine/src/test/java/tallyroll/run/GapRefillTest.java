package tallyroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.control.PipelineState;
import tallyroll.control.Replacement;
import tallyroll.control.Request.FilledGap;
import tallyroll.control.Request.Import;
import tallyroll.control.Request.ImportedRange;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.Gap;
import tallyroll.source.SourceException;
import tallyroll.source.TopicExtent;

/** What the topics can still give of gaps. */
class GapRefillTest {
    private static final long FOUND = 1_700_000_000_000_000L;

    private final Map<String, TopicExtent> topics = new HashMap<>(Map.of(
            "trips", new TopicExtent(Optional.of("one"), Map.of(0, 10L, 1, 0L), Map.of(0, 100L, 1, 50L)),
            "rides", new TopicExtent(Optional.of("two"), Map.of(0, 0L), Map.of(0, 5L))));

    private PipelineState state = PipelineState.initial("p");

    @Test
    void gaps_thatTheTopicsHave_areReadAgainFromThem() {
        GapRefill.Plan plan = plan(gap("trips", 1, 20, 30), gap("rides", 0, 0, 5), gap("trips", 0, 10, 12));

        assertThat(plan.left()).isEmpty();
        assertThat(plan.imports())
                .containsExactly(
                        new Import(
                                List.of(new ImportedRange("kafka:rides/0?id=two", 0, 5)),
                                "rides",
                                7,
                                List.of(filled("rides", 0, 0, 5, 0))),
                        new Import(
                                List.of(
                                        new ImportedRange("kafka:trips/1?id=one", 20, 30),
                                        new ImportedRange("kafka:trips/0?id=one", 10, 12)),
                                "trips",
                                7,
                                List.of(filled("trips", 1, 20, 30, 20), filled("trips", 0, 10, 12, 10))));
    }

    @Test
    void gap_ofWhichTheBeginningIsGone_isFilledFromWhereItIsKept() {
        GapRefill.Plan plan = plan(gap("trips", 0, 4, 20));

        assertThat(plan.imports()).singleElement().satisfies(work -> {
            assertThat(work.ranges()).containsExactly(new ImportedRange("kafka:trips/0?id=one", 10, 20));
            assertThat(work.fills()).containsExactly(filled("trips", 0, 4, 20, 10));
        });
        assertThat(plan.left())
                .extracting(GapRefill.Left::why)
                .containsExactly("its partition begins at offset 10 now");
    }

    @Test
    void gap_ofWhichAPartWasFilled_isReadWhereItIsMissing() {
        Gap half = gap("trips", 0, 10, 40).filled(new Gap.Fill(FOUND, 3, "before", 25));

        assertThat(plan(half).imports()).singleElement().satisfies(work -> assertThat(work.ranges())
                .containsExactly(new ImportedRange("kafka:trips/0?id=one", 10, 25)));
    }

    @Test
    void gaps_thatNoTopicHas_areLeftWithTheReason() {
        topics.remove("rides");
        GapRefill.Plan plan = plan(
                gap("trips", 0, 0, 10),
                gap("trips", 0, 90, 101),
                gap("trips", 7, 0, 1),
                gap("trips", 0, 20, 20),
                gap("trips~2", 0, 20, 21),
                gap("rides", 0, 0, 1));

        assertThat(plan.imports()).isEmpty();
        assertThat(plan.left())
                .extracting(GapRefill.Left::why)
                .containsExactly(
                        "its partition begins at offset 10 now",
                        "its partition ends at offset 100 now",
                        "its partition ends at offset 0 now",
                        "nobody knows which positions it has",
                        "the topic was replaced since, and its positions are other records now",
                        "there is no rides");
    }

    @Test
    void topicThatWasReplaced_isReadUnderTheNameOfItsIncarnation() {
        replaced("one");

        assertThat(plan(gap("trips~2", 0, 20, 30)).imports())
                .singleElement()
                .satisfies(work -> assertThat(work.source()).isEqualTo("trips~2"));
        assertThat(plan(gap("trips", 0, 20, 30)).left()).hasSize(1);
    }

    @Test
    void topicThatIsNotTheOneThatWasRead_isLeft() {
        replaced("another");

        assertThat(plan(gap("trips~2", 0, 20, 30)).left())
                .extracting(GapRefill.Left::why)
                .containsExactly("the topic is not the one that was read; \"./tallyroll run\" says more");
    }

    @Test
    void gapOfAReceiver_isLeft() {
        GapRefill refill = new GapRefill(pipeline("http: {}"), state, kafka -> {
            throw new AssertionError();
        });

        assertThat(refill.of(List.of(gap("http", 0, 0, 5)), 0, "").left())
                .extracting(GapRefill.Left::why)
                .containsExactly("its source keeps nothing that could be read again");
    }

    private void replaced(String id) {
        LeaseHolder lease = ((Acquisition.Acquired) LeaseHolder.acquire(
                        new MemoryControl(), "p", "me", Duration.ofMinutes(1), InstantSource.system(), holder -> true))
                .driver();
        lease.accept("trips", new Replacement(id, "it was made again", true, Map.of(), Map.of()));
        state = lease.state();
    }

    private GapRefill.Plan plan(Gap... gaps) {
        Pipeline pipeline = pipeline("kafka: {bootstrap: \"h:1\", topics: [trips, rides]}");
        return new GapRefill(pipeline, state, kafka -> Optional.ofNullable(topics.get(kafka.topic()))
                        .orElseThrow(() -> new SourceException(
                                SourceException.Fault.TOPIC_MISSING, "there is no " + kafka.topic())))
                .of(List.of(gaps), 7, "why not");
    }

    private static Gap gap(String source, int partition, long from, long until) {
        return new Gap(new Claim.Range(source, partition, from, until), "skipped", 4, FOUND);
    }

    private static FilledGap filled(String topic, int partition, long from, long until, long missingUntil) {
        return new FilledGap(
                4,
                new Claim.Range(topic, partition, from, until),
                missingUntil,
                "read again from kafka:" + topic + ": why not");
    }

    private static Pipeline pipeline(String source) {
        return Definition.parse("""
                        pipeline: p
                        source: {%s}
                        event: {format: json, id: id, time: at, fields: {id: string, at: timestamp}}
                        rollups: {all: {by: [], every: [1h], measures: {trips: count}}}
                        """.formatted(source), "p.yaml", Environment.of(Map.of()));
    }
}
