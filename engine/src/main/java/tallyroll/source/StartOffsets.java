package tallyroll.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tallyroll.control.Claim;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.StartPosition;

/**
 * Where the definition has a new pipeline begin in a topic, as offsets.
 *
 * @param earliest per partition the first offset kept
 * @param latest per partition one past the last offset that may be read
 * @param byTime per partition the first offset of a record of that time or later; lacks partitions that have none
 */
record StartOffsets(
        Map<Integer, Long> earliest, Map<Integer, Long> latest, Function<Instant, Map<Integer, Long>> byTime) {
    /**
     * What is left out of a topic: per partition from the first offset kept up to where to begin, empty where that is the same or
     * lies before it. Nothing where the pipeline begins at what is kept.
     *
     * @throws InvalidRequestException where the definition names a partition or an offset that is not there
     */
    List<Claim.Range> leftOut(Kafka kafka, String topic) {
        if (kafka.start().equals(StartPosition.EARLIEST)) {
            return List.of();
        }
        List<Claim.Range> ranges = new ArrayList<>();
        new TreeMap<>(of(kafka, topic)).forEach((partition, begin) -> {
            long kept = earliest.get(partition);
            ranges.add(new Claim.Range(topic, partition, Math.min(kept, begin), begin));
        });
        return ranges;
    }

    private Map<Integer, Long> of(Kafka kafka, String topic) {
        if (kafka.start() instanceof StartPosition.At at) {
            Map<Integer, Long> begins = new TreeMap<>(latest);
            begins.putAll(byTime.apply(at.time()));
            begins.keySet().retainAll(earliest.keySet());
            return begins;
        }
        if (kafka.start() instanceof StartPosition.Offsets named) {
            Map<Integer, Long> begins = new TreeMap<>(earliest);
            named.offsets().getOrDefault(topic, Map.of()).forEach((partition, offset) -> {
                requireThere(kafka, topic, partition, offset);
                begins.put(partition, offset);
            });
            return begins;
        }
        Map<Integer, Long> begins = new TreeMap<>(latest);
        begins.keySet().retainAll(earliest.keySet());
        return begins;
    }

    private void requireThere(Kafka kafka, String topic, int partition, long offset) {
        Long end = latest.get(partition);
        String wrong = end == null
                ? "the topic has no such partition; it has " + latest.size()
                : offset > end ? "the partition ends at " + end : "";
        if (!wrong.isEmpty()) {
            throw new InvalidRequestException("Cannot begin to read topic \"" + topic + "\" at " + kafka.bootstrap()
                    + " at offset " + offset + " of partition " + partition + ", as source.kafka.start says: " + wrong
                    + ". Correct source.kafka.start.");
        }
    }
}
