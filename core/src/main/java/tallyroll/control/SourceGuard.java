package tallyroll.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sees to it that a source is read only while it is the one that was read before (rule R16).
 *
 * <p>A committed position is a promise about records that are gone from memory: that everything before it was read. It holds for
 * the log it was made of and for no other. A topic that was deleted and re-created, a log that lost its end in an unclean election
 * and grew again, a directory that was exchanged: each may reach beyond the position, and then its beginning would be passed over
 * without a word. So the id of what was read, and the epoch and offset of the last record of each partition, are kept in the control
 * row and compared with what is there: before an open batch is run again, before each claim, and once more before each commit, for
 * what a batch read counts only if the log before it was still the same at its end. Then what the batch's own tasks read last is
 * compared as well: two of them may have read one log before it was cut off and after.
 *
 * <p>It only refuses. Going on is for people to decide, see {@link Replacement}.
 */
public final class SourceGuard implements SourceCheck {
    private final LeaseHolder lease;
    private final SourceIdentities sources;

    /** @param source its name, without incarnation */
    public SourceGuard(LeaseHolder lease, String source, SourceIdentity now) {
        this(lease, SourceIdentities.of(source, now));
    }

    /** Of several, each of which is compared with itself. */
    public SourceGuard(LeaseHolder lease, SourceIdentities sources) {
        this.lease = lease;
        this.sources = sources;
    }

    /**
     * To be called before anything of the source is read: remembers what it is where it was never seen, else compares.
     *
     * @throws SourceReplacedException where it is another
     */
    public void begin() {
        check(List.of());
    }

    /** A topic that has come up since is remembered here, before anything of it is claimed. */
    @Override
    public void check(List<SourceProgress> read) {
        sources.sources(lease.state().seen()).forEach((source, now) -> {
            if (lease.state().source(source).id().isEmpty()) {
                now.identify().ifPresent(id -> lease.identify(source, id));
            }
            List<SourceProgress> own = read.stream()
                    .filter(task -> SourceState.baseName(task.source()).equals(source))
                    .toList();
            check(source, now, own);
        });
    }

    private void check(String source, SourceIdentity now, List<SourceProgress> read) {
        Replacement.of(lease.state(), source, now).ifPresent(replacement -> {
            throw new SourceReplacedException(message(source, now, replacement));
        });
        for (Map<Integer, LastRead> furthest : byEpoch(read)) {
            Map<Integer, Long> diverged = now.divergence(furthest);
            if (!diverged.isEmpty()) {
                throw new SourceReplacedException("Cannot count what was read of " + now.where()
                        + ": while the open batch read it, it was cut off at " + positions(diverged)
                        + ", so what stands there now is not what was read. Nothing of the batch counts; run again, which reads it"
                        + " as it is now.");
            }
        }
    }

    /** Of each partition the furthest record of each epoch: usually there is one epoch, and one map. */
    private static List<Map<Integer, LastRead>> byEpoch(List<SourceProgress> read) {
        Map<Integer, Map<Integer, LastRead>> byPartition = new TreeMap<>();
        for (SourceProgress task : read) {
            task.last().forEach(last -> byPartition
                    .computeIfAbsent(task.partition(), none -> new TreeMap<>())
                    .merge(last.leaderEpoch(), last, LastRead::later));
        }
        List<Map<Integer, LastRead>> maps = new ArrayList<>();
        byPartition.forEach((partition, epochs) -> {
            int index = 0;
            for (LastRead last : epochs.values()) {
                if (index == maps.size()) {
                    maps.add(new HashMap<>());
                }
                maps.get(index++).put(partition, last);
            }
        });
        return maps;
    }

    private String message(String source, SourceIdentity now, Replacement replacement) {
        return "Cannot read " + now.where() + ": " + replacement.what() + ". Committed positions: "
                + positions(lease.state().positions(lease.state().source(source).name(source)))
                + "; the source now holds " + held(now)
                + ". Nothing was read or changed. If this is meant, \"./tallyroll skip FILE --replaced-source\" goes on with "
                + (replacement.whole() ? "the new one from its beginning" : "what is there now")
                + " and writes down as gaps what is known to be unread; if not, bring back what was there.";
    }

    private static String held(SourceIdentity now) {
        Map<Integer, Long> earliest = now.earliest();
        Map<Integer, Long> latest = new TreeMap<>(now.latest());
        return latest.isEmpty()
                ? "nothing"
                : latest.entrySet().stream()
                        .map(end -> "partition " + end.getKey() + ": " + earliest.getOrDefault(end.getKey(), 0L)
                                + " to " + end.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String positions(Map<Integer, Long> positions) {
        return positions.isEmpty()
                ? "none"
                : new TreeMap<>(positions)
                        .entrySet().stream()
                                .map(position -> "partition " + position.getKey() + ": " + position.getValue())
                                .collect(Collectors.joining(", "));
    }
}
