package tallyroll.source;

import java.util.Map;
import java.util.Optional;
import tallyroll.pipeline.Pipeline.Kafka;

/**
 * Which topic has a name, and what it holds, at a moment.
 *
 * @param id empty of brokers that give none
 * @param earliest per partition the first offset that is kept
 * @param latest per partition one past the last offset that may be read
 */
public record TopicExtent(Optional<String> id, Map<Integer, Long> earliest, Map<Integer, Long> latest) {
    public TopicExtent {
        earliest = Map.copyOf(earliest);
        latest = Map.copyOf(latest);
    }

    /** @throws SourceException where the topic is missing, the brokers are silent, or they refuse this client */
    public static TopicExtent now(Kafka kafka) {
        try (KafkaTopic topic = KafkaTopic.open(kafka)) {
            return new TopicExtent(topic.currentId(), topic.earliest(), topic.latest());
        }
    }
}
