package tallyroll.batch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tallyroll.control.Claim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.PipelineState;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.time.Micros;

/**
 * Has a pipeline that has read nothing yet begin where its definition says, while the lease is held: what lies before that is written
 * down as gaps (rule R13).
 *
 * <p>In three steps, each of which may be done again: the control row takes what is left out, with positions at its beginning; gaps
 * are written of what the row says; the positions move behind it. A run that ends in between leaves the row as it is, and the next
 * one goes on from there, whatever the definition says by then and whatever has come in since: it writes the same gaps.
 */
public final class Beginning {
    /** There was none before it. */
    private static final long BATCH = 0;

    private final LeaseHolder lease;
    private final GapStore gaps;
    private final InstantSource clock;

    public Beginning(LeaseHolder lease, GapStore gaps, InstantSource clock) {
        this.lease = lease;
        this.gaps = gaps;
        this.clock = clock;
    }

    /** Whether nothing was read yet and no position is known, so that where to begin is open. */
    public static boolean open(PipelineState state) {
        return state.positions().isEmpty()
                && state.open().isEmpty()
                && state.sources().values().stream().allMatch(source -> source.incarnation() == 1);
    }

    /**
     * Begins, where that is open.
     *
     * @param leftOut per partition from the first position kept up to where to begin, empty where that is the same; nothing, to
     *     begin everything at its first position
     * @return what was left out by this or by a run that did not get to the end of it
     */
    public List<Gap> begin(Supplier<List<Claim.Range>> leftOut) {
        if (open(lease.state())) {
            List<Claim.Range> ranges = leftOut.get();
            if (!ranges.isEmpty()) {
                lease.begin(ranges);
            }
        }
        Map<String, List<Claim.Range>> pending = pending(lease.state());
        List<Gap> written = new ArrayList<>();
        pending.forEach((source, ranges) -> {
            ranges.forEach(range -> written.add(write(range)));
            lease.passSkipped(source);
        });
        return written;
    }

    /** What is skipped right at a position: any other change of the row would have moved the position behind it. */
    private static Map<String, List<Claim.Range>> pending(PipelineState state) {
        Map<String, List<Claim.Range>> pending = new TreeMap<>();
        state.sources().forEach((name, source) -> {
            Map<Integer, Long> positions = state.positions(source.name(name));
            List<Claim.Range> ranges = source.skips().stream()
                    .filter(skip -> positions.getOrDefault(skip.partition(), -1L) == skip.from())
                    .toList();
            if (!ranges.isEmpty()) {
                pending.put(name, ranges);
            }
        });
        return pending;
    }

    private Gap write(Claim.Range range) {
        lease.renew();
        long found = Micros.now(clock);
        Gap gap = new Gap(range, Gap.leftOut(range), BATCH, found);
        gaps.add(gap, found);
        return gap;
    }
}
