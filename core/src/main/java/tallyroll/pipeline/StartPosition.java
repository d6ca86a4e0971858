package tallyroll.pipeline;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Where a pipeline of a Kafka topic begins that has read nothing yet; of no effect on one that has. */
public sealed interface StartPosition extends Serializable {
    /** At the first record kept. */
    StartPosition EARLIEST = new Earliest();

    /** Behind the last record there is. */
    StartPosition LATEST = new Latest();

    /** As the definition says it, for people. */
    String written();

    /** See {@link #EARLIEST}. */
    record Earliest() implements StartPosition {
        @Override
        public String written() {
            return "earliest";
        }
    }

    /** See {@link #LATEST}. */
    record Latest() implements StartPosition {
        @Override
        public String written() {
            return "latest";
        }
    }

    /** At the first record whose Kafka timestamp is this or later; behind the last record where there is none. */
    record At(Instant time) implements StartPosition {
        @Override
        public String written() {
            return "{time: \"" + time + "\"}";
        }
    }

    /** At an offset by topic and partition; a partition that is not named begins at the first record kept. */
    record Offsets(Map<String, Map<Integer, Long>> offsets) implements StartPosition {
        public Offsets {
            offsets = Map.copyOf(offsets);
        }

        @Override
        public String written() {
            Map<String, Map<Integer, Long>> ordered = new TreeMap<>();
            offsets.forEach((topic, partitions) -> ordered.put(topic, new TreeMap<>(partitions)));
            return "{offsets: " + ordered.toString().replace("=", ": ") + "}";
        }
    }
}
