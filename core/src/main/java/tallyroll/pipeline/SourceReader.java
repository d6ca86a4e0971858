package tallyroll.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Pipeline.Wal;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads {@code source}: one way in, and the write-ahead log behind a receiver. */
final class SourceReader {
    /** What the direct source sets itself; another value would break what it promises. */
    private static final Set<String> OWN_OPTIONS = Set.of(
            "bootstrap.servers",
            "group.id",
            "key.deserializer",
            "value.deserializer",
            "enable.auto.commit",
            "auto.offset.reset",
            "isolation.level");

    private static final String KAFKA = "kafka";
    private static final String CUSTOM = "custom";
    private static final List<String> WAYS =
            Grammar.SOURCE.choices().stream().flatMap(List::stream).toList();
    private static final long MAX_PER_BATCH = 1_000_000_000L;
    private static final int HIGHEST_PORT = 65_535;
    private static final long MB = 1L << 20;

    private final Section source;
    private final String pipeline;
    private final DefinitionErrors faults;

    /** @param pipeline its name, of which a client id and a directory are made */
    SourceReader(Section source, String pipeline, DefinitionErrors faults) {
        this.source = source;
        this.pipeline = pipeline;
        this.faults = faults;
    }

    /** The source, or empty after a fault that leaves none. */
    Optional<Source> read() {
        List<String> ways = WAYS.stream().filter(source::states).toList();
        if (ways.size() != 1) {
            return Optional.empty();
        }
        String ingestionMode = ways.get(0);
        return source.section(ingestionMode)
                .map(keys -> ingestionMode.equals(KAFKA) ? kafka(keys) : receiver(ingestionMode, keys));
    }

    private Kafka kafka(Section kafka) {
        Map<String, String> options = new LinkedHashMap<>();
        kafka.section("options").ifPresent(written -> written.entries().forEach((name, value) -> {
            if (OWN_OPTIONS.contains(name)) {
                faults.add(value.place(), "Tallyroll sets this property itself", "remove it");
            }
            options.put(name, ((Scalar) value).text());
        }));
        return new Kafka(kafka.text("bootstrap"), kafka.text("topic"), options, mostPerBatch(kafka));
    }

    private Receiver receiver(String ingestionMode, Section keys) {
        switch (ingestionMode) {
            case "http" -> {
                port(keys, "listen", 0);
                between(keys, "max_request", 1024, 1024 * MB, "1KB to 1024MB");
            }
            case "socket" -> port(keys, "connect", 1);
            case "jms" -> jms(keys);
            case "mqtt" -> port(keys, "server", 1);
            default -> ownKind(keys);
        }
        login(keys);
        return new Receiver(
                ingestionMode.equals(CUSTOM) ? keys.text("kind") : ingestionMode,
                options(ingestionMode, keys),
                between(keys, "buffer", MB, 8192 * MB, "1MB to 8192MB"),
                mostPerBatch(keys),
                wal());
    }

    /** What the provider is given: of a custom receiver its options, of the others the keys of the section. */
    private Map<String, String> options(String ingestionMode, Section keys) {
        if (ingestionMode.equals(CUSTOM)) {
            return flat(keys.section("options"));
        }
        Map<String, String> options = flat(Optional.of(keys));
        options.keySet().removeAll(Set.of("buffer", "max_per_batch"));
        if (ingestionMode.equals("mqtt")) {
            options.putIfAbsent("client", "tallyroll-" + pipeline);
        }
        return options;
    }

    private static Map<String, String> flat(Optional<Section> section) {
        Map<String, String> flat = new LinkedHashMap<>();
        section.ifPresent(keys -> flatten("", keys, flat));
        return flat;
    }

    /** The keys of a section and those below it: {@code jndi.factory}. */
    private static void flatten(String prefix, Section section, Map<String, String> into) {
        section.entries().forEach((name, value) -> {
            if (value instanceof Scalar scalar) {
                into.put(prefix + name, scalar.text());
            } else if (value instanceof Section below) {
                flatten(prefix + name + ".", below, into);
            }
        });
    }

    private void jms(Section keys) {
        if (keys.states("factory") && !keys.states("url")) {
            faults.add(keys.place(), "needs the key \"url\" too", "a factory is made with a URL");
        }
        if (keys.states("url") && !keys.states("factory")) {
            faults.add(keys.placeOf("url"), "has no meaning without factory", "remove it");
        }
    }

    private void ownKind(Section keys) {
        keys.scalar("kind")
                .filter(kind -> WAYS.contains(kind.text()))
                .ifPresent(kind -> faults.add(
                        kind, "is a kind of Tallyroll's own", "write " + kind.text() + ": {…} in place of custom"));
    }

    private void login(Section keys) {
        if (keys.states("password") && !keys.states("username")) {
            faults.add(keys.place(), "needs the key \"username\" too", "a password goes with a username");
        }
    }

    private Wal wal() {
        Section wal = source.section("wal").orElse(Section.none(source.place()));
        return new Wal(
                wal.states("directory") ? wal.text("directory") : ".tallyroll/wal/" + pipeline,
                between(wal, "segment", MB, 1024 * MB, "1MB to 1024MB"),
                flat(wal.section("options")));
    }

    private long mostPerBatch(Section keys) {
        Optional<Scalar> max = keys.scalar("max_per_batch");
        long mostPerBatch = max.map(Scalar::text).map(Scalars::integer).orElse(1L);
        if (mostPerBatch < 1 || mostPerBatch > MAX_PER_BATCH) {
            max.ifPresent(value -> faults.add(value, "is out of range: 1 to 1000000000", ""));
        }
        return mostPerBatch;
    }

    private long between(Section keys, String key, long min, long max, String range) {
        return Scalars.size(keys.scalar(key), min, max, range, faults);
    }

    private void port(Section keys, String key, int min) {
        keys.scalar(key)
                .filter(address -> !inRange(address.text(), min))
                .ifPresent(
                        address -> faults.add(address, "has a port out of range: " + min + " to " + HIGHEST_PORT, ""));
    }

    private static boolean inRange(String address, int min) {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return port >= min && port <= HIGHEST_PORT;
    }
}
