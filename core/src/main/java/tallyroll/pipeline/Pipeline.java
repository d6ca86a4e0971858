package tallyroll.pipeline;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.bucket.Granularity;
import tallyroll.event.EventSpec;
import tallyroll.event.PlausibleTime;
import tallyroll.measure.MeasureSpec;
import tallyroll.measure.Ratio;
import tallyroll.tls.KeyFiles;

/**
 * An immutable, checked definition: what events come from where, and which rollups are kept of them. It stays in the process that
 * read it: tasks are given a plan made of it, see {@code flow.TaskPlan}, in which secrets are references.
 *
 * @param plausibleTime between which times new events may have happened
 * @param grace how long after a bucket's end events are still expected; then it may be settled
 * @param settle how a bucket is settled
 * @param record of meaning only where {@link #systemOfRecord} is not empty
 * @param counting of meaning only to the strategies that keep counters
 * @param lives of what is kept beside the record and the summaries
 */
public record Pipeline(
        String name,
        Source source,
        EventSpec event,
        PlausibleTime plausibleTime,
        Strategy strategy,
        RecordSpec record,
        List<Rollup> rollups,
        Duration grace,
        SettleSpec settle,
        Counting counting,
        Cassandra cassandra,
        Lives lives) {
    public Pipeline {
        rollups = List.copyOf(rollups);
    }

    /** How the system of record is kept; empty where the strategy keeps none. */
    public Optional<RecordSpec> systemOfRecord() {
        return strategy.summaryMode().recorded() ? Optional.of(record) : Optional.empty();
    }

    /** The write-ahead log that events are read from; empty where the strategy has none. */
    public Optional<Wal> log() {
        return strategy.ingestionMode().log(source);
    }

    /** The secrets that tasks need, wherever they run. */
    public List<Secret> taskSecrets() {
        List<Secret> secrets = new ArrayList<>();
        secrets.add(cassandra.password());
        if (source instanceof Kafka kafka) {
            secrets.addAll(kafka.options().secrets());
        }
        if (event.format() instanceof CheckedFormat format) {
            secrets.addAll(format.secrets());
        }
        log().ifPresent(wal -> secrets.addAll(wal.options().secrets()));
        return secrets;
    }

    /** The topic of a pipeline that reads Kafka. */
    public Kafka kafka() {
        if (source instanceof Kafka kafka) {
            return kafka;
        }
        throw new IllegalStateException("pipeline \"" + name + "\" reads no Kafka topic but " + source.name());
    }

    /** The receiver of a pipeline that has one. */
    public Receiver receiver() {
        if (source instanceof Receiver receiver) {
            return receiver;
        }
        throw new IllegalStateException("pipeline \"" + name + "\" has no receiver: it reads " + source.name());
    }

    /** Where events come from. */
    public sealed interface Source permits Kafka, Receiver {
        /**
         * The name that ranges, identities and dead letters give it: a topic, or the kind of a receiver. Of several topics, of which each
         * goes by its own name there, a name for people.
         */
        String name();

        /** The rate limit: at most this many records in a batch. */
        long maxEventsPerBatch();
    }

    /**
     * Kafka topics, each of which is a source of its own name.
     *
     * @param start where a pipeline begins that has read nothing yet
     * @param options further consumer properties, as Kafka names them
     */
    public record Kafka(String bootstrap, Topics topics, StartPosition start, Options options, long maxEventsPerBatch)
            implements Source, Serializable {
        /** Of one topic, from its beginning. */
        public Kafka(String bootstrap, String topic, Map<String, String> options, long maxEventsPerBatch) {
            this(bootstrap, Topics.named(topic), StartPosition.EARLIEST, Options.of(options), maxEventsPerBatch);
        }

        /** The topic of a pipeline that reads one. */
        public String topic() {
            if (!topics.one()) {
                throw new IllegalStateException("there is no single topic among " + topics);
            }
            return topics.names().get(0);
        }

        /** The same of one topic alone. */
        public Kafka only(String topic) {
            return new Kafka(bootstrap, Topics.named(topic), start, options, maxEventsPerBatch);
        }

        @Override
        public String name() {
            return topics.one() ? topic() : topics.toString();
        }
    }

    /**
     * A receiver: events are sent to it, or it fetches them from a server that forgets what was acknowledged.
     *
     * @param kind {@code http}, {@code socket}, {@code jms}, {@code mqtt}, or the kind of a provider on the class path
     * @param settings the keys of its section, as its {@link SourceKind} declares them
     * @param bufferBytes memory for events that no batch, or no log, has taken yet; when it is full the sender is pushed back
     * @param wal the write-ahead log, of meaning only to the strategies that have one
     */
    public record Receiver(String kind, SourceSettings settings, long bufferBytes, long maxEventsPerBatch, Wal wal)
            implements Source {
        @Override
        public String name() {
            return kind;
        }

        /** Without the settings. */
        @Override
        public String toString() {
            return "Receiver[" + kind + "]";
        }
    }

    /**
     * A write-ahead log on a Hadoop file system.
     *
     * @param directory a path or URI; one without a scheme is on the local disk
     * @param segmentBytes after which a segment is sealed and the next begins
     * @param options Hadoop properties, such as {@code fs.s3a.endpoint}
     */
    public record Wal(String directory, long segmentBytes, Options options) implements Serializable {
        public Wal(String directory, long segmentBytes, Map<String, String> options) {
            this(directory, segmentBytes, Options.of(options));
        }

        /** Without the options, which may hold a secret. */
        @Override
        public String toString() {
            return "Wal[" + directory + "]";
        }
    }

    /**
     * How counters are incremented.
     *
     * @param delivery what happens to events between receiving and incrementing when the client dies
     * @param coalesce of the client without Spark: how long increments of one counter are gathered before they are sent
     */
    public record Counting(Delivery delivery, Duration coalesce) implements Serializable {
        /** On which side a crash or a lost answer errs. */
        public enum Delivery {
            /** Acknowledged after the increments: what is uncertain is counted again. */
            AT_LEAST_ONCE,
            /** Acknowledged before the increments: what is uncertain is not counted. */
            AT_MOST_ONCE
        }
    }

    /**
     * The system of record.
     *
     * @param bucket the length of its buckets, which are also the unit of settling
     * @param keep how long settled buckets are kept after their end
     * @param horizon the largest difference of event time at which events of one identity are recognised in different buckets
     */
    public record RecordSpec(Layout layout, Granularity bucket, Keep keep, Duration horizon) implements Serializable {
        /** How events are laid out in tables, see docs/formats. */
        public enum Layout {
            BLOCKS,
            ROWS
        }

        /**
         * The lives of a settled bucket after its end; zero means for ever.
         *
         * @param identities of what tells copies; at least as long as that of the events
         */
        public record Keep(Duration events, Duration identities) implements Serializable {
            public static final Keep FOREVER = new Keep(Duration.ZERO, Duration.ZERO);

            /** Whether anything is ever dropped. */
            public boolean ends() {
                return !events.isZero();
            }
        }
    }

    /**
     * How buckets are settled.
     *
     * @param audit after how long a settled bucket is recounted, whatever is known of it; zero means never
     */
    public record SettleSpec(By by, Duration audit) implements Serializable {
        /** What a settled bucket rests on. */
        public enum By {
            /** Where it can be proven that its rows are right, on that; else on a recount. */
            PROOF,
            /** Always on a recount. */
            RECOUNT
        }
    }

    /** How long what nothing correct depends on is kept; zero means for ever. */
    public record Lives(Duration deadLetters, Duration gaps, Duration history) implements Serializable {}

    /**
     * One rollup: groups × buckets × measures.
     *
     * @param by the fields whose values make a group
     * @param every the bucket lengths, finest first; each has its own table
     * @param measures in column order
     * @param where a Spark SQL predicate that events must meet to be counted here; empty: all are
     * @param keep the life of rows after the end of the longest bucket that they are part of; zero means for ever
     * @param ratios what is divided when rows are read
     */
    public record Rollup(
            String name,
            List<String> by,
            List<Granularity> every,
            List<MeasureSpec> measures,
            String where,
            Duration keep,
            List<Ratio> ratios)
            implements Serializable {
        public Rollup {
            by = List.copyOf(by);
            every = every.stream().sorted().toList();
            measures = List.copyOf(measures);
            ratios = List.copyOf(ratios);
        }

        /** Without ratios. */
        public Rollup(
                String name,
                List<String> by,
                List<Granularity> every,
                List<MeasureSpec> measures,
                String where,
                Duration keep) {
            this(name, by, every, measures, where, keep, List.of());
        }

        public Granularity finest() {
            return every.get(0);
        }
    }

    /**
     * How a connection is encrypted, and who is believed. Files are read in each process, by the same path.
     *
     * @param on whether it is; the rest is empty where not
     * @param trust a file of certificates that are trusted; empty: those of the Java runtime
     * @param key a file with the own private key; empty: nothing is shown
     * @param certificate a file with the certificates of {@code key}; empty where they are beside it
     * @param verifyHost whether a server's certificate must be of the address that was asked for
     */
    public record Tls(
            boolean on,
            String trust,
            Secret trustPassword,
            String key,
            Secret keyPassword,
            String certificate,
            boolean verifyHost)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        public static final Tls OFF = new Tls(false, "", Secret.none(), "", Secret.none(), "", true);

        /** Its files, as this process can read them. */
        public KeyFiles files() {
            return new KeyFiles(
                    file(trust, trustPassword),
                    file(key, keyPassword),
                    Optional.of(certificate).filter(path -> !path.isEmpty()).map(Path::of));
        }

        private static Optional<KeyFiles.File> file(String path, Secret password) {
            return path.isEmpty() ? Optional.empty() : Optional.of(new KeyFiles.File(Path.of(path), password.value()));
        }
    }

    /**
     * Where the tables live.
     *
     * @param contactPoints {@code host:port}, at least one
     * @param consistency the driver's name of the level of reads and writes, {@code LOCAL_QUORUM} by default
     * @param replication the CQL replication map used when the keyspace is created
     * @param maxMutationBytes the largest write it is given; its own limit is half of its commit log's segment size
     */
    public record Cassandra(
            List<String> contactPoints,
            String datacenter,
            String keyspace,
            String consistency,
            String username,
            Secret password,
            String replication,
            int maxMutationBytes,
            Tls tls)
            implements Serializable {
        private static final long serialVersionUID = 1L;

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
