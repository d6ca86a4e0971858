package tallyroll.run;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
        TopicBinding topic =
                TopicBinding.open(pipeline.kafka(), pipeline.event().keptBeside());
        return Optional.of(new Identity(topic, topic::close));
    }

    @Override
    public String lag(Pipeline pipeline, Map<Integer, Long> read) {
        try (TopicBinding topic =
                TopicBinding.open(pipeline.kafka(), pipeline.event().keptBeside())) {
            return "%,d records".formatted(topic.unread(read));
        }
    }
}
