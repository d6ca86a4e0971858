package tallyroll.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Answers of a registry. What it has under an id never changes, so it is kept for as long as there is room; that it has nothing may
 * change, and is asked again after a while. Safe for use by many threads.
 */
final class SchemaCache {
    private static final long MAX_SIZE = 32L << 20;
    private static final int MAX_UNKNOWN = 10_000;
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Map<String, RegisteredSchema> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Instant> unknown = new LinkedHashMap<>();
    private long size;

    SchemaCache(InstantSource clock) {
        this.clock = clock;
    }

    /** What the registry said; empty where it had nothing. */
    record Answer(Optional<RegisteredSchema> schema) {}

    /** Null where it has to be asked. */
    synchronized Answer find(String path) {
        RegisteredSchema schema = known.get(path);
        if (schema != null) {
            return new Answer(Optional.of(schema));
        }
        Instant until = unknown.get(path);
        return until == null || !clock.instant().isBefore(until) ? null : new Answer(Optional.empty());
    }

    synchronized void keep(String path, Optional<RegisteredSchema> answer) {
        if (answer.isEmpty()) {
            unknown.remove(path);
            unknown.put(path, clock.instant().plus(UNKNOWN_FOR));
            if (unknown.size() > MAX_UNKNOWN) {
                unknown.remove(unknown.keySet().iterator().next());
            }
            return;
        }
        unknown.remove(path);
        RegisteredSchema before = known.put(path, answer.get());
        size += answer.get().size() - (before == null ? 0 : before.size());
        while (size > MAX_SIZE && known.size() > 1) {
            Entry<String, RegisteredSchema> oldest = known.entrySet().iterator().next();
            size -= oldest.getValue().size();
            known.remove(oldest.getKey());
        }
    }
}
