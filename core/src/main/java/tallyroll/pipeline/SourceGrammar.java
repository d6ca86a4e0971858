package tallyroll.pipeline;

import static tallyroll.pipeline.Key.optional;
import static tallyroll.pipeline.Key.required;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The keys of {@code source}: those of a topic and of the write-ahead log, and a section for each kind of receiver, as its {@link
 * SourceKind} declares it.
 */
final class SourceGrammar {
    static final String KAFKA = "kafka";
    static final String CUSTOM = "custom";
    static final String WAL = "wal";

    static final SourceKey<Long> BUFFER = SourceKey.optional(
                    "buffer",
                    ValueType.size("1MB", "8192MB"),
                    "memory for events that no batch and no log has taken yet; when it is full the sender is pushed back",
                    "256MB")
            .defaultsTo("64MB");
    static final SourceKey<Long> MAX_PER_BATCH = SourceKey.optional(
                    "max_per_batch",
                    ValueType.integer(1, 1_000_000_000),
                    "at most this many records in a batch",
                    "250000")
            .defaultsTo("1000000");

    static final SourceKey<Long> SEGMENT = SourceKey.optional(
                    "segment", ValueType.size("1MB", "1024MB"), "after this much a segment is sealed", "128MB")
            .defaultsTo("64MB");

    /** Numbers from 0 on; the schema takes them unquoted too. */
    static final Shape.Text OFFSET =
            new Shape.Text("offset", "[0-9]{1,18}", "is not an offset (a whole number, 0 or more)");

    private static final Shape.Text PARTITION =
            new Shape.Text("partition", "[0-9]{1,9}", "is not a partition (a whole number, 0 or more)");
    private static final Shape.Text INSTANT = new Shape.Text(
            "UTC time",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?",
            "is not a UTC time (such as 2024-05-01T10:00:00Z, or a date such as 2024-05-01)");

    private static final Shape.Text TOPIC_PATTERN = new Shape.Text("regular expression", "", "");

    private static final Shape.Section START_KEYS = new Shape.Section(List.of(
                    optional(
                            "time",
                            INSTANT,
                            "",
                            "at the first record whose Kafka timestamp is this or later",
                            "\"2024-05-01T00:00:00Z\""),
                    optional(
                            "offsets",
                            new Shape.Named("topic", Grammar.TOPIC, new Shape.Named("partition", PARTITION, OFFSET)),
                            "",
                            "the first offset to read, by topic and partition; a partition that is not named begins at the first record kept",
                            "{flights: {0: 120, 1: 96}}")))
            .exactlyOneOf("time", "offsets");

    private static final Shape.Section KAFKA_KEYS = new Shape.Section(List.of(
                    required("bootstrap", Grammar.HOST, "the brokers to ask first", "${env:KAFKA:-localhost:9092}"),
                    optional("topic", Grammar.TOPIC, "", "the topic of the events", "flights"),
                    optional(
                            "topics",
                            new Shape.Listing(Grammar.TOPIC, false),
                            "",
                            "several topics, each a source of its own; one can be added later, none left out",
                            "[flights, charters]"),
                    optional(
                            "pattern",
                            TOPIC_PATTERN,
                            "",
                            "a regular expression: every topic whose whole name matches is read, also one that is made later",
                            "\"orders-.*\""),
                    optional(
                            "start",
                            new Shape.Either(new Shape.Word(List.of("earliest", "latest")), START_KEYS),
                            "earliest",
                            "where a pipeline begins that has read nothing yet: at the first record kept, behind the last one, at a time, "
                                    + "or at offsets; what is left out is a gap. Of no effect on one that has read something",
                            "latest"),
                    optional(
                            "options",
                            new Shape.Named(
                                    "consumer property",
                                    new Shape.Text("property", "[a-z][a-z0-9.]*", "is not a consumer property"),
                                    Grammar.SCALAR),
                            "",
                            "further consumer properties, as Kafka names them",
                            "{fetch.max.bytes: 8388608}"),
                    MAX_PER_BATCH.key()))
            .exactlyOneOf("topic", "topics", "pattern");

    private static final Shape.Section WAL_KEYS = new Shape.Section(List.of(
            optional(
                    "directory",
                    Grammar.TEXT,
                    "",
                    "a directory of this pipeline's own, as a path or URI of any Hadoop file system, on the local disk "
                            + "if it has no scheme; .tallyroll/wal/PIPELINE if not given",
                    "hdfs://namenode/tallyroll/flights"),
            SEGMENT.key(),
            optional(
                    "options",
                    new Shape.Named(
                            "Hadoop property",
                            new Shape.Text("property", "[a-z][A-Za-z0-9._-]*", "is not a property name"),
                            Grammar.SCALAR),
                    "",
                    "Hadoop properties of the file system",
                    "{fs.s3a.endpoint: \"http://localhost:9000\"}")));

    private final List<SourceKind> kinds;

    private static final List<String> COMMON = List.of("buffer", "max_per_batch");

    /** @throws IllegalStateException when two kinds have one name, or a kind that of something else */
    SourceGrammar(List<SourceKind> kinds) {
        Set<String> taken = new HashSet<>(Set.of(KAFKA, CUSTOM, WAL));
        for (SourceKind kind : kinds) {
            if (!taken.add(kind.name()) || !kind.name().matches(Grammar.NAME.pattern())) {
                throw new IllegalStateException("Cannot read definitions: the source kind \"" + kind.name() + "\" of "
                        + kind.getClass().getName()
                        + " has a name that is taken or not valid; remove its jar from the class path or rename it.");
            }
            if (kind.section().keys().stream().anyMatch(key -> COMMON.contains(key.name()))) {
                throw new IllegalStateException("Cannot read definitions: the source kind \"" + kind.name()
                        + "\" declares one of " + COMMON + ", which every receiver has; leave it out.");
            }
        }
        this.kinds = List.copyOf(kinds);
    }

    Optional<SourceKind> kind(String name) {
        return kinds.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** Whether any kind is known, so that another name must be a mistake. */
    boolean checks() {
        return !kinds.isEmpty();
    }

    List<String> names() {
        return kinds.stream().map(SourceKind::name).toList();
    }

    /** The keys for any definition. */
    Shape.Section section() {
        return section(List.of(), new Shape.Named("option", Grammar.OPTION, Grammar.SCALAR), false);
    }

    /** The keys for one definition: {@code custom} has the options of the kind that it names. */
    Shape.Section section(Node definition) {
        Optional<Node> source = below(definition, "source");
        Optional<SourceSection> named = source.flatMap(node -> below(node, CUSTOM))
                .flatMap(node -> below(node, "kind"))
                .filter(ScalarNode.class::isInstance)
                .flatMap(node -> kind(((ScalarNode) node).getValue()))
                .map(SourceKind::section);
        boolean needed = named.isPresent() && !named.get().shape().mayBeEmpty();
        List<String> unknown = checks() ? List.of() : source.map(this::others).orElse(List.of());
        return section(unknown, named.<Shape>map(SourceSection::shape).orElse(new Shape.Anything()), needed);
    }

    private Shape.Section section(List<String> unknown, Shape options, boolean needed) {
        List<Key> keys = new ArrayList<>();
        keys.add(optional(KAFKA, KAFKA_KEYS, "", "a Kafka topic", ""));
        kinds.forEach(
                kind -> keys.add(optional(kind.name(), receiver(kind.section().shape()), "", kind.meaning(), "")));
        unknown.forEach(name -> keys.add(optional(name, new Shape.Anything(), "", "", "")));
        keys.add(optional(CUSTOM, custom(options, needed), "", "a receiver of another provider", ""));
        String[] sources = keys.stream().map(Key::name).toArray(String[]::new);
        keys.add(optional(
                WAL, WAL_KEYS, "", "the write-ahead log behind a receiver, for the strategies that end in -wal", ""));
        return new Shape.Section(keys).exactlyOneOf(sources);
    }

    private static Shape.Section custom(Shape options, boolean needed) {
        String meaning = "the keys that its provider declares";
        String example = "{address: \"amqp://localhost\"}";
        return receiver(new Shape.Section(List.of(
                required("kind", Grammar.NAME, "the name of a SourceKind on the class path", "amqp"),
                needed
                        ? required("options", options, meaning, example)
                        : optional("options", options, "", meaning, example))));
    }

    private static Shape.Section receiver(Shape.Section own) {
        List<Key> keys = new ArrayList<>(own.keys());
        keys.add(BUFFER.key());
        keys.add(MAX_PER_BATCH.key());
        return new Shape.Section(keys, own.choices());
    }

    private List<String> others(Node source) {
        if (!(source instanceof MappingNode mapping)) {
            return List.of();
        }
        return mapping.getValue().stream()
                .map(NodeTuple::getKeyNode)
                .filter(ScalarNode.class::isInstance)
                .map(key -> ((ScalarNode) key).getValue())
                .filter(name -> !Set.of(KAFKA, CUSTOM, WAL).contains(name))
                .distinct()
                .toList();
    }

    private static Optional<Node> below(Node node, String key) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }
}
