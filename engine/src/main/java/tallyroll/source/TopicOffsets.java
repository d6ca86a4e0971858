package tallyroll.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.read.streaming.Offset;

/** A place in every partition, as Spark keeps it in its checkpoint: {@code {"0":120,"1":96}}, partitions in order. */
final class TopicOffsets extends Offset {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<Integer, Long>> SHAPE = new TypeReference<>() {};

    private final TreeMap<Integer, Long> positions;

    TopicOffsets(Map<Integer, Long> positions) {
        this.positions = new TreeMap<>(positions);
    }

    static TopicOffsets parse(String json) {
        try {
            return new TopicOffsets(JSON.readValue(json, SHAPE));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Cannot read positions " + json + ": they are written as {\"partition\":offset}, as in {\"0\":120}",
                    e);
        }
    }

    static TopicOffsets of(Offset offset) {
        return offset instanceof TopicOffsets ours ? ours : parse(offset.json());
    }

    Map<Integer, Long> positions() {
        return positions;
    }

    @Override
    public String json() {
        try {
            return JSON.writeValueAsString(positions);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers cannot be written as JSON", e);
        }
    }
}
