package tallyroll.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tallyroll.control.Claim;
import tallyroll.control.PipelineState;
import tallyroll.control.Request;
import tallyroll.control.SourceState;
import tallyroll.importing.TopicOrigin;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.record.Gap;
import tallyroll.source.SourceException;
import tallyroll.source.TopicAddress;
import tallyroll.source.TopicExtent;

/**
 * Which gaps the source can still give: what was skipped on purpose, or left out at the beginning, or stands in a topic again. Those
 * positions are read as an import of the pipeline's own topic, under the name that the stream gives them.
 */
public final class GapRefill {
    private final PipelineState state;
    private final Optional<Kafka> kafka;
    private final Function<Kafka, TopicExtent> topics;
    private final Map<String, TopicExtent> known = new HashMap<>();
    private final Map<String, List<Request.ImportedRange>> ranges = new TreeMap<>();
    private final Map<String, List<Request.FilledGap>> fills = new TreeMap<>();
    private final List<Left> left = new ArrayList<>();

    /** A gap of which something stays missing, and why. */
    public record Left(Gap gap, String why) {}

    /**
     * What can be done about gaps.
     *
     * @param imports one a source
     * @param left gaps that will be open after them
     */
    public record Plan(List<Request.Import> imports, List<Left> left) {
        public Plan {
            imports = List.copyOf(imports);
            left = List.copyOf(left);
        }
    }

    public GapRefill(Pipeline pipeline, PipelineState state) {
        this(pipeline, state, TopicExtent::now);
    }

    /** @param topics what a topic holds now */
    GapRefill(Pipeline pipeline, PipelineState state, Function<Kafka, TopicExtent> topics) {
        this.state = state;
        this.topics = topics;
        kafka = TopicAddress.own(pipeline);
    }

    /**
     * Asks the source. For one call.
     *
     * @param perSecond events at most; 0 where there is no limit
     * @param reason why, in words; may be empty
     */
    public Plan of(List<Gap> gaps, long perSecond, String reason) {
        for (Gap gap : gaps) {
            try {
                refill(gap, reason);
            } catch (SourceException unreadable) {
                left.add(new Left(gap, unreadable.getMessage()));
            }
        }
        List<Request.Import> imports = new ArrayList<>();
        ranges.forEach((source, some) -> imports.add(new Request.Import(some, source, perSecond, fills.get(source))));
        return new Plan(imports, left);
    }

    private void refill(Gap gap, String reason) {
        Claim.Range missing = gap.missing();
        String topic = SourceState.baseName(missing.source());
        Optional<String> gone = gone(missing, topic);
        if (gone.isPresent()) {
            left.add(new Left(gap, gone.get()));
            return;
        }
        TopicExtent held = held(topic);
        long first = held.earliest().get(missing.partition());
        long from = Math.max(first, missing.from());
        if (from > missing.from()) {
            left.add(new Left(gap, "its partition begins at offset " + first + " now"));
        }
        TopicAddress address = new TopicAddress(Optional.empty(), topic);
        String with = "read again from " + address + (reason.isEmpty() ? "" : ": " + reason);
        ranges.computeIfAbsent(missing.source(), source -> new ArrayList<>())
                .add(TopicOrigin.range(address, held.id(), missing.partition(), from, missing.until()));
        fills.computeIfAbsent(missing.source(), source -> new ArrayList<>())
                .add(new Request.FilledGap(gap.batch(), gap.range(), from, with));
    }

    /** Why the source has nothing of it; empty where it has at least its end. */
    private Optional<String> gone(Claim.Range missing, String topic) {
        if (kafka.isEmpty()) {
            return Optional.of("its source keeps nothing that could be read again");
        }
        if (missing.length() == 0) {
            return Optional.of("nobody knows which positions it has");
        }
        SourceState source = state.source(topic);
        if (!source.name(topic).equals(missing.source())) {
            return Optional.of("the topic was replaced since, and its positions are other records now");
        }
        TopicExtent held = held(topic);
        if (!source.id().isEmpty() && !source.id().equals(held.id().orElse(""))) {
            return Optional.of("the topic is not the one that was read; \"./tallyroll run\" says more");
        }
        long first = held.earliest().getOrDefault(missing.partition(), Long.MAX_VALUE);
        long end = held.latest().getOrDefault(missing.partition(), 0L);
        if (end < missing.until()) {
            return Optional.of("its partition ends at offset " + end + " now");
        }
        return first >= missing.until()
                ? Optional.of("its partition begins at offset " + first + " now")
                : Optional.empty();
    }

    private TopicExtent held(String topic) {
        return known.computeIfAbsent(
                topic, name -> topics.apply(kafka.orElseThrow().only(name)));
    }
}
