package tallyroll.pipeline;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tallyroll.bucket.Granularity;
import tallyroll.event.EventSpec;
import tallyroll.measure.MeasureSpec;

/**
 * An immutable, checked definition: what events come from where, and which rollups are kept of them.
 *
 * @param grace how long after a bucket's end events are still expected; then it may be settled
 */
public record Pipeline(
        String name,
        Kafka source,
        EventSpec event,
        Strategy strategy,
        RecordSpec record,
        List<Rollup> rollups,
        Duration grace,
        Cassandra cassandra)
        implements Serializable {
    public Pipeline {
        rollups = List.copyOf(rollups);
    }

    /**
     * A Kafka topic.
     *
     * @param options further consumer properties, as Kafka names them
     * @param maxEventsPerBatch the rate limit: at most this many records in a batch
     */
    public record Kafka(String bootstrap, String topic, Map<String, String> options, long maxEventsPerBatch)
            implements Serializable {
        public Kafka {
            options = Map.copyOf(options);
        }
    }

    /**
     * The system of record.
     *
     * @param bucket the length of its buckets, which are also the unit of settling
     * @param keep how long a settled bucket is kept after its end; zero means for ever
     */
    public record RecordSpec(Layout layout, Granularity bucket, Duration keep) implements Serializable {
        /** How events are laid out in tables, see docs/formats. */
        public enum Layout {
            BLOCKS,
            ROWS
        }
    }

    /**
     * One rollup: groups × buckets × measures.
     *
     * @param by the fields whose values make a group
     * @param every the bucket lengths, finest first; each has its own table
     * @param measures in column order
     * @param where a Spark SQL predicate that events must meet to be counted here; empty: all are
     */
    public record Rollup(
            String name, List<String> by, List<Granularity> every, List<MeasureSpec> measures, String where)
            implements Serializable {
        public Rollup {
            by = List.copyOf(by);
            every = every.stream().sorted().toList();
            measures = List.copyOf(measures);
        }

        public Granularity finest() {
            return every.get(0);
        }
    }

    /**
     * Where the tables live.
     *
     * @param contactPoints {@code host:port}, at least one
     * @param consistency the driver's name of the level of reads and writes, {@code LOCAL_QUORUM} by default
     * @param replication the CQL replication map used when the keyspace is created
     */
    public record Cassandra(
            List<String> contactPoints,
            String datacenter,
            String keyspace,
            String consistency,
            String username,
            String password,
            String replication)
            implements Serializable {
        public Cassandra {
            contactPoints = List.copyOf(contactPoints);
        }

        /** Without the password, so that a logged definition keeps its secret. */
        @Override
        public String toString() {
            return "Cassandra[" + String.join(",", contactPoints) + " keyspace " + keyspace + "]";
        }
    }
}
