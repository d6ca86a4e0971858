package tallyroll.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tallyroll.control.Claim;
import tallyroll.control.SourcePartition;
import tallyroll.control.SourceState;

/** Cuts what is to be read into ranges, one a task. */
public final class Ranges {
    /** Below this a task's start costs more than what it does. */
    static final long SHORTEST = 20_000;

    private Ranges() {}

    /**
     * Cuts {@code [committed, until)} of each partition into ranges of similar length, about {@code wanted} in all and none shorter
     * than 20,000 offsets unless what there is to read of its partition is. A partition whose end lies at or before its committed
     * position gives none: that is a stale end, and its events are already counted. What is skipped on purpose is in none.
     *
     * @param states what is known of each source
     * @param committed per partition the next offset to read; has every partition that {@code until} has
     */
    public static List<Claim.Range> cut(
            Function<String, SourceState> states,
            Map<SourcePartition, Long> committed,
            Map<SourcePartition, Long> until,
            int wanted) {
        if (wanted < 1) {
            throw new IllegalArgumentException("cannot cut ranges for " + wanted + " tasks");
        }
        List<Claim.Range> unread = unread(states, committed, until);
        long total = unread.stream().mapToLong(Claim.Range::length).sum();
        long piece = Math.max(SHORTEST, (total + wanted - 1) / wanted);
        List<Claim.Range> ranges = new ArrayList<>();
        for (Claim.Range part : unread) {
            long length = part.length();
            long pieces = Math.max(1, Math.min(length / SHORTEST, Math.round((double) length / piece)));
            for (long i = 0; i < pieces; i++) {
                long begin = part.from() + part(length, i, pieces);
                long end = part.from() + part(length, i + 1, pieces);
                ranges.add(new Claim.Range(part.source(), part.partition(), begin, end));
            }
        }
        return ranges;
    }

    private static List<Claim.Range> unread(
            Function<String, SourceState> states,
            Map<SourcePartition, Long> committed,
            Map<SourcePartition, Long> until) {
        List<Claim.Range> unread = new ArrayList<>();
        new TreeMap<>(until).forEach((partition, end) -> {
            Long from = committed.get(partition);
            if (from == null) {
                throw new IllegalArgumentException("no position is known for " + partition
                        + ": a partition that is new begins at its earliest offset");
            }
            if (end > from) {
                SourceState state = states.apply(partition.source());
                String name = state.name(partition.source());
                unread.addAll(state.unskipped(new Claim.Range(name, partition.partition(), from, end)));
            }
        });
        return unread;
    }

    /** {@code length × i / pieces} without overflow. */
    private static long part(long length, long i, long pieces) {
        return length / pieces * i + length % pieces * i / pieces;
    }
}
