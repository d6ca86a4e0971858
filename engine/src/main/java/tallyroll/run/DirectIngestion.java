package tallyroll.run;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tallyroll.control.PipelineState;
import tallyroll.control.SourcePartition;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.IngestionMode;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Pipeline;
import tallyroll.source.SourceBinding;
import tallyroll.source.TopicBinding;

/** Ranges of a topic, which Kafka keeps: nothing has to be started, and any driver can read them. */
final class DirectIngestion implements Ingestion {
    @Override
    public IngestionMode mode() {
        return IngestionModes.DIRECT;
    }

    @Override
    public SourceBinding open(
            Pipeline pipeline, Expressions expressions, RunOptions options, Consumer<String> notices) {
        return TopicBinding.open(pipeline.kafka(), pipeline.event().keptBeside());
    }

    @Override
    public SourceOpener opener(Pipeline pipeline) {
        return TopicBinding.opener(pipeline.kafka(), pipeline.event().keptBeside());
    }

    @Override
    public Optional<Identity> identity(Pipeline pipeline) {
        TopicBinding topic = TopicBinding.toLookAt(pipeline.kafka());
        return Optional.of(new Identity(topic, topic::close));
    }

    @Override
    public String lag(Pipeline pipeline, PipelineState state) {
        Map<SourcePartition, Long> read = state.positionsNow();
        try (TopicBinding topics = TopicBinding.toLookAt(pipeline.kafka())) {
            Map<String, Long> unread = new TreeMap<>();
            topics.offsets()
                    .latest()
                    .forEach((partition, end) -> unread.merge(
                            partition.source(), Math.max(0, end - read.getOrDefault(partition, 0L)), Long::sum));
            long all = unread.values().stream().mapToLong(Long::longValue).sum();
            return "%,d records".formatted(all) + (unread.size() > 1 ? byTopic(unread) : "");
        }
    }

    private static String byTopic(Map<String, Long> unread) {
        return unread.entrySet().stream()
                .map(topic -> "%s %,d".formatted(topic.getKey(), topic.getValue()))
                .collect(Collectors.joining(", ", " (", ")"));
    }
}
