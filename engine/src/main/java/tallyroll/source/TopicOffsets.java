package tallyroll.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.read.streaming.Offset;
import tallyroll.control.SourcePartition;

/** A place in every partition, as Spark keeps it in its checkpoint: {@code {"flights":{"0":120,"1":96}}}, all in order. */
final class TopicOffsets extends Offset {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, TreeMap<Integer, Long>>> SHAPE = new TypeReference<>() {};

    private final TreeMap<SourcePartition, Long> positions;

    TopicOffsets(Map<SourcePartition, Long> positions) {
        this.positions = new TreeMap<>(positions);
    }

    static TopicOffsets parse(String json) {
        try {
            Map<SourcePartition, Long> positions = new TreeMap<>();
            JSON.readValue(json, SHAPE).forEach((source, ofOne) -> positions.putAll(SourcePartition.in(source, ofOne)));
            return new TopicOffsets(positions);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Cannot read positions " + json
                            + ": they are written as {\"source\":{\"partition\":offset}}, as in {\"flights\":{\"0\":120}}",
                    e);
        }
    }

    static TopicOffsets of(Offset offset) {
        return offset instanceof TopicOffsets ours ? ours : parse(offset.json());
    }

    Map<SourcePartition, Long> positions() {
        return positions;
    }

    @Override
    public String json() {
        try {
            TreeMap<String, TreeMap<Integer, Long>> bySource = new TreeMap<>();
            positions.forEach(
                    (partition, position) -> bySource.computeIfAbsent(partition.source(), none -> new TreeMap<>())
                            .put(partition.partition(), position));
            return JSON.writeValueAsString(bySource);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers cannot be written as JSON", e);
        }
    }
}
