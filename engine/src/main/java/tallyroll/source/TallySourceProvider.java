package tallyroll.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import tallyroll.control.SourcePartition;
import tallyroll.pipeline.Options;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.StartPosition;
import tallyroll.pipeline.Topics;

/**
 * The streaming source {@value #NAME}: {@code spark.readStream().format(NAME).options(options(…, positions)).load()}.
 *
 * <p>A batch has one row a partition that has something new: {@code source string, partition int, from bigint, until bigint}. The
 * rows say what there is to read; the ends are to be trusted, the beginnings only as far as Spark's checkpoint is.
 */
public final class TallySourceProvider implements TableProvider, DataSourceRegister {
    public static final String NAME = "tallyroll";

    private static final String BOOTSTRAP = "bootstrap";
    private static final String TOPIC = "topic";
    private static final String PATTERN = "topicPattern";
    private static final String MAX = "maxEventsPerBatch";
    private static final String POSITIONS = "startingPositions";
    private static final String STARTING = "startingOffsets";
    private static final String BINDING = "binding";
    private static final String CONSUMER = "consumer.";

    private static final StructType SCHEMA = new StructType()
            .add("source", DataTypes.StringType, false)
            .add("partition", DataTypes.IntegerType, false)
            .add("from", DataTypes.LongType, false)
            .add("until", DataTypes.LongType, false);

    /**
     * The options of a stream that begins, where Spark has no checkpoint, at the given positions and in every other partition at
     * its earliest offset.
     */
    public static Map<String, String> options(Pipeline.Kafka kafka, Map<SourcePartition, Long> positions) {
        Map<String, String> options = new HashMap<>();
        kafka.options().values().forEach((key, value) -> options.put(CONSUMER + key, value));
        options.put(BOOTSTRAP, kafka.bootstrap());
        Topics topics = kafka.topics();
        options.put(topics.pattern().isEmpty() ? TOPIC : PATTERN, topics.pattern() + String.join(",", topics.names()));
        options.put(MAX, Long.toString(kafka.maxEventsPerBatch()));
        options.put(POSITIONS, new TopicOffsets(positions).json());
        return options;
    }

    /** As {@link #options(Pipeline.Kafka, Map)}, of a source binding that is open in this process until {@link #forget}. */
    public static Map<String, String> options(SourceBinding binding, long max, Map<SourcePartition, Long> positions) {
        return Map.of(
                BINDING,
                SourceBindings.add(binding),
                MAX,
                Long.toString(max),
                POSITIONS,
                new TopicOffsets(positions).json());
    }

    /** No stream asks a source binding any more. */
    public static void forget(SourceBinding binding) {
        SourceBindings.remove(binding);
    }

    @Override
    public String shortName() {
        return NAME;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return SCHEMA;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new RangesTable();
    }

    private static MicroBatchStream stream(CaseInsensitiveStringMap options) {
        Map<SourcePartition, Long> positions =
                TopicOffsets.parse(options.getOrDefault(POSITIONS, "{}")).positions();
        if (options.containsKey(BINDING)) {
            SourceBinding binding = SourceBindings.of(options.get(BINDING));
            return new RangeStream(options.getLong(MAX, 0), binding::offsets, positions, false);
        }
        return topic(options, positions);
    }

    private static MicroBatchStream topic(CaseInsensitiveStringMap options, Map<SourcePartition, Long> positions) {
        Map<String, String> consumer = new HashMap<>();
        options.asCaseSensitiveMap().forEach((key, value) -> {
            if (key.startsWith(CONSUMER)) {
                consumer.put(key.substring(CONSUMER.length()), value);
            }
        });
        Pipeline.Kafka kafka = new Pipeline.Kafka(
                required(options, BOOTSTRAP),
                topics(options),
                StartPosition.EARLIEST,
                Options.of(consumer),
                options.getLong(MAX, 0));
        String starting = options.getOrDefault(STARTING, "earliest");
        if (!Set.of("earliest", "latest").contains(starting)) {
            throw new IllegalArgumentException("Cannot read " + KafkaErrors.where(kafka) + ": option \"" + STARTING
                    + "\" is \"" + starting + "\"; it is earliest or latest.");
        }
        return new RangeStream(
                kafka.maxEventsPerBatch(), () -> KafkaTopics.open(kafka), positions, starting.equals("latest"));
    }

    /** Topics have no commas in their names. */
    private static Topics topics(CaseInsensitiveStringMap options) {
        return options.containsKey(PATTERN)
                ? Topics.like(required(options, PATTERN))
                : Topics.named(required(options, TOPIC).split(","));
    }

    private static String required(CaseInsensitiveStringMap options, String key) {
        String value = options.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "Cannot open a stream of \"" + NAME + "\": option \"" + key + "\" is missing.");
        }
        return value;
    }

    private static final class RangesTable implements Table, SupportsRead {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        @SuppressWarnings(
                "deprecation") // Table has no other way to say its columns that Spark does not derive from this
        public StructType schema() {
            return SCHEMA;
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.MICRO_BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            return () -> new RangesScan(options);
        }
    }

    private record RangesScan(CaseInsensitiveStringMap options) implements Scan {
        @Override
        public StructType readSchema() {
            return SCHEMA;
        }

        @Override
        public String description() {
            return NAME + " " + options.getOrDefault(TOPIC, options.getOrDefault(PATTERN, "receiver"));
        }

        @Override
        public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
            return stream(options);
        }
    }
}
