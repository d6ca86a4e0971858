package tallyroll.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a source differs from the one that was read, and where reading would go on if that is accepted.
 *
 * @param id what the source is now
 * @param what happened, for people
 * @param whole whether all of it is new
 * @param diverged of a log that was cut off, the partitions and the first position of each that may be another record now
 * @param known of these partitions, what still stands of what was read: a second cut must not go unseen before more is read
 */
public record Replacement(
        String id, String what, boolean whole, Map<Integer, Long> diverged, Map<Integer, LastRead> known) {
    public Replacement {
        diverged = Map.copyOf(diverged);
        known = Map.copyOf(known);
    }

    /** Compares; empty where the source is the one that was read. */
    public static Optional<Replacement> of(PipelineState state, String source, SourceIdentity now) {
        SourceState known = state.source(source);
        String id = now.id().orElse("");
        if (!known.id().isEmpty() && !id.equals(known.id())) {
            return Optional.of(new Replacement(id, otherId(known.id(), id), true, Map.of(), Map.of()));
        }
        Map<Integer, Long> diverged = new TreeMap<>(now.divergence(known.read()));
        Map<Integer, Long> positions = state.positions(known.name(source));
        if (!known.id().isEmpty()) {
            Map<Integer, Long> latest = now.latest();
            positions.forEach((partition, position) -> {
                // a log that was read to its end may be gone; a partition of a topic never is
                long end = latest.getOrDefault(partition, position);
                if (end < position) {
                    diverged.merge(partition, end, Math::min);
                }
            });
        }
        return diverged.isEmpty()
                ? Optional.empty()
                : Optional.of(new Replacement(
                        id, cutOff(diverged, positions), false, diverged, standing(known.read(), diverged, now)));
    }

    /** The last records before the cuts, under an epoch that is not before theirs; none where the leader says nothing of that epoch. */
    private static Map<Integer, LastRead> standing(
            Map<Integer, LastRead> read, Map<Integer, Long> diverged, SourceIdentity now) {
        Map<Integer, LastRead> standing = new HashMap<>();
        diverged.forEach((partition, first) -> {
            LastRead last = read.get(partition);
            if (last != null && first > 0) {
                standing.put(
                        partition, last.offset() < first ? last : new LastRead(first - 1, last.leaderEpoch(), first));
            }
        });
        standing.keySet().removeAll(now.divergence(standing).keySet());
        return standing;
    }

    /** As this, of a source that was given its id only now. */
    public Replacement withId(String given) {
        return new Replacement(given, what, whole, diverged, known);
    }

    /** The positions to begin at: behind the same records as before; none where everything is new. */
    Map<Integer, Long> positions(Map<Integer, Long> before) {
        if (whole) {
            return Map.of();
        }
        Map<Integer, Long> next = new HashMap<>(before);
        diverged.forEach((partition, first) -> next.merge(partition, first, Math::min));
        return next;
    }

    /** What stays known of what was read last. */
    Map<Integer, LastRead> read(Map<Integer, LastRead> before) {
        if (whole) {
            return Map.of();
        }
        Map<Integer, LastRead> kept = new HashMap<>(before);
        kept.keySet().removeAll(diverged.keySet());
        kept.putAll(known);
        return kept;
    }

    private static String otherId(String before, String now) {
        return "it is not the one that was read before; its id was " + before + " and "
                + (now.isEmpty() ? "it has none now" : "is " + now)
                + ", so it was deleted and re-created, or exchanged for another, and its positions mean other records";
    }

    private static String cutOff(Map<Integer, Long> diverged, Map<Integer, Long> positions) {
        return diverged.entrySet().stream()
                .map(cut -> "partition " + cut.getKey() + " was read up to position "
                        + positions.getOrDefault(cut.getKey(), 0L) + " and was cut off at " + cut.getValue()
                        + ", so what stands there now is not what was read")
                .collect(Collectors.joining("; "));
    }
}
