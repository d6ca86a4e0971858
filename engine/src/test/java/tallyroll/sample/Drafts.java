package tallyroll.sample;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;
import tallyroll.time.Micros;

/** Drafts of texts, as the command makes them. */
final class Drafts {
    static final SampleLimits LIMITS = new SampleLimits(1_000, 16 << 20, Duration.ofSeconds(10));
    static final Environment NOTHING = Environment.of(Map.of());
    static final long NOW = Micros.of(Instant.parse("2024-06-01T00:00:00Z"));

    private Drafts() {}

    static Sample sample(String text) {
        return sample(text.getBytes(StandardCharsets.UTF_8));
    }

    static Sample sample(byte[] bytes) {
        return SampleReader.read(new ByteArrayInputStream(bytes), "the file \"x\"", LIMITS);
    }

    static Draft of(String text) {
        return of(sample(text), Wishes.NONE, Strategy.IDEMPOTENT_DIRECT);
    }

    static Draft of(String text, Wishes wishes) {
        return of(sample(text), wishes, Strategy.IDEMPOTENT_DIRECT);
    }

    static Draft of(Sample sample, Wishes wishes, Strategy strategy) {
        String source = new KafkaSource("localhost:9092", "events", Map.of()).yaml();
        return Draft.of(sample, new Target("events", source, strategy, ""), wishes, NOTHING, NOW);
    }

    /** The pipeline that the draft defines, which is right. */
    static Pipeline pipeline(Draft draft) {
        return Definition.parse(draft.yaml(), "draft.yaml", NOTHING);
    }

    static Wishes by(String field) {
        return new Wishes(Optional.empty(), Optional.empty(), Optional.of(field), true);
    }

    static Wishes time(String field) {
        return new Wishes(Optional.of(field), Optional.empty(), Optional.empty(), true);
    }
}
