package tallyroll.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pipeline's source is, as far as it was read (rule R16).
 *
 * <p>A source that was replaced, and whose replacement was accepted, goes on as its next <em>incarnation</em>: {@code flights~2}
 * after {@code flights}, in positions, claims and the headers of blocks. So a position of the one is never taken for one of the other,
 * and nothing that was recorded has to change. The sign {@code ~} is in no name of a topic or receiver.
 *
 * @param id what it was when it was first read: a topic's id, or that of a log's directory; empty where it was never seen
 * @param incarnation 1 for the first
 * @param read per partition what was read last
 * @param skips ranges ahead of the positions that were taken out on purpose and are never read
 * @param holes positions passed over that held nothing to count, of all incarnations
 */
public record SourceState(
        String id, int incarnation, Map<Integer, LastRead> read, List<Claim.Range> skips, long holes) {
    /** Never seen. */
    public static final SourceState UNSEEN = new SourceState("", 1, Map.of(), List.of(), 0);

    private static final String MARK = "~";

    public SourceState {
        read = Map.copyOf(read);
        skips = List.copyOf(skips);
    }

    /** What this incarnation is called in positions and claims. */
    public String name(String source) {
        return incarnation == 1 ? source : source + MARK + incarnation;
    }

    /** The name of a source of whose incarnation this is the name. */
    public static String baseName(String incarnation) {
        int mark = incarnation.indexOf(MARK);
        return mark < 0 ? incarnation : incarnation.substring(0, mark);
    }

    SourceState identified(String newId) {
        return new SourceState(newId, incarnation, read, skips, holes);
    }

    /** The next incarnation, of which nothing was read but what {@code known} says. */
    SourceState replacedBy(String newId, Map<Integer, LastRead> known) {
        return new SourceState(newId, incarnation + 1, known, List.of(), holes);
    }

    SourceState skipping(Claim.Range range) {
        List<Claim.Range> more = new ArrayList<>(skips);
        more.add(range);
        return new SourceState(id, incarnation, read, more, holes);
    }

    SourceState progressed(List<SourceProgress> tasks) {
        Map<Integer, LastRead> furthest = new HashMap<>(read);
        long more = 0;
        for (SourceProgress task : tasks) {
            task.last().forEach(last -> furthest.merge(task.partition(), last, LastRead::later));
            more += task.holes();
        }
        return new SourceState(id, incarnation, furthest, skips, holes + more);
    }

    /** The parts of a range that are not skipped, ascending. */
    public List<Claim.Range> unskipped(Claim.Range range) {
        List<Claim.Range> parts = new ArrayList<>();
        long from = behindSkips(range.partition(), range.from());
        while (from < range.until()) {
            long begin = from;
            long until = skips.stream()
                    .filter(skip -> skip.partition() == range.partition() && skip.from() > begin)
                    .mapToLong(Claim.Range::from)
                    .min()
                    .orElse(range.until());
            parts.add(new Claim.Range(range.source(), range.partition(), begin, Math.min(until, range.until())));
            from = behindSkips(range.partition(), until);
        }
        return parts;
    }

    /** Where reading goes on that has come to {@code position}: behind every range that is skipped there. */
    long behindSkips(int partition, long position) {
        long behind = position;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Claim.Range skip : skips) {
                if (skip.partition() == partition && skip.from() <= behind && behind < skip.until()) {
                    behind = skip.until();
                    moved = true;
                }
            }
        }
        return behind;
    }

    /** Without the ranges that no position has ahead of it any more. */
    SourceState passed(Map<Integer, Long> positions) {
        List<Claim.Range> ahead = skips.stream()
                .filter(skip -> positions.getOrDefault(skip.partition(), 0L) < skip.until())
                .toList();
        return new SourceState(id, incarnation, read, ahead, holes);
    }
}
