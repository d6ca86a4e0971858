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
    private static final List<String> WAYS = List.of(KAFKA, "http", "socket", "jms", "mqtt", CUSTOM);
    private static final long MOST_PER_BATCH = 1_000_000_000L;
    private static final long MB = 1L << 20;

    private final Section source;
    private final String pipeline;
    private final Faults faults;

    /** @param pipeline its name, of which a client id is made */
    SourceReader(Section source, String pipeline, Faults faults) {
        this.source = source;
        this.pipeline = pipeline;
        this.faults = faults;
    }

    /** The source, or empty after a fault that leaves none. */
    Optional<Source> read() {
        List<String> stated = WAYS.stream().filter(source::states).toList();
        if (stated.size() == 1) {
            Optional<Section> way = source.section(stated.get(0));
            return way.map(section -> stated.get(0).equals(KAFKA) ? kafka(section) : receiver(stated.get(0), section));
        }
        if (stated.isEmpty()) {
            faults.add(source.place(), "needs one of the keys " + String.join(", ", WAYS), "such as kafka: {…}");
        } else {
            faults.add(
                    source.place(),
                    "has " + stated.size() + " ways in, " + String.join(" and ", stated) + ", and one is allowed",
                    "remove one; several receivers can share a write-ahead log, see ./tallyroll receive");
        }
        return Optional.empty();
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

    private Receiver receiver(String way, Section keys) {
        Map<String, String> options = new LinkedHashMap<>();
        flatten("", keys, options);
        options.remove("buffer");
        options.remove("max_per_batch");
        switch (way) {
            case "http" -> between(keys, "max_request", 1024, 1024 * MB, "1KB to 1024MB");
            case "jms" -> jms(keys);
            case "mqtt" -> options.putIfAbsent("client", "tallyroll-" + pipeline);
            default -> {
                // nothing more to see to
            }
        }
        login(keys);
        String kind = way.equals(CUSTOM) ? keys.text("kind") : way;
        long buffer = between(keys, "buffer", MB, 8192 * MB, "1MB to 8192MB");
        Map<String, String> given = way.equals(CUSTOM) ? custom(keys) : options;
        return new Receiver(kind, given, buffer, mostPerBatch(keys), wal());
    }

    private static Map<String, String> custom(Section keys) {
        Map<String, String> options = new LinkedHashMap<>();
        keys.section("options").ifPresent(written -> flatten("", written, options));
        return options;
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
        if (keys.states("factory") == keys.states("jndi")) {
            faults.add(
                    keys.place(),
                    keys.states("jndi") ? "has both factory and jndi" : "needs the key \"factory\" or \"jndi\"",
                    "factory names the provider's class, jndi looks the factory up");
        }
        if (keys.states("queue") == keys.states("topic")) {
            faults.add(
                    keys.place(),
                    keys.states("queue") ? "has both queue and topic" : "needs the key \"queue\" or \"topic\"",
                    "a receiver reads one destination");
        }
    }

    private void login(Section keys) {
        if (keys.states("password") && !keys.states("username")) {
            faults.add(keys.place(), "needs the key \"username\" too", "a password goes with a username");
        }
    }

    private Wal wal() {
        Section wal = source.section("wal").orElse(new Section(source.place(), Map.of(), Set.of()));
        Map<String, String> options = new LinkedHashMap<>();
        wal.section("options").ifPresent(written -> flatten("", written, options));
        return new Wal(wal.text("directory"), between(wal, "segment", MB, 1024 * MB, "1MB to 1024MB"), options);
    }

    private long mostPerBatch(Section keys) {
        Optional<Scalar> most = keys.scalar("max_per_batch");
        long mostPerBatch = most.map(Scalar::text).map(Scalars::integer).orElse(1L);
        if (mostPerBatch < 1 || mostPerBatch > MOST_PER_BATCH) {
            most.ifPresent(value -> faults.add(value, "is out of range: 1 to 1000000000", ""));
        }
        return mostPerBatch;
    }

    private long between(Section keys, String key, long least, long most, String range) {
        Optional<Scalar> size = keys.scalar(key);
        long bytes = size.map(Scalar::text).map(Scalars::bytes).orElse(least);
        if (bytes < least || bytes > most) {
            size.ifPresent(value -> faults.add(value, "is out of range: " + range, ""));
        }
        return bytes;
    }
}
