package tallyroll.importing;

import java.util.List;
import tallyroll.batch.BatchRunner;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.Request.FilledGap;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;

/**
 * Says of gaps that they are filled, once the batches that did it are committed. Whoever dies before leaves them open, and the request as
 * well: who takes it over imports the last pieces again, which changes nothing, and then says it.
 */
final class GapFilling {
    private final GapStore gaps;
    private final BatchRunner runner;

    GapFilling(GapStore gaps, BatchRunner runner) {
        this.gaps = gaps;
        this.runner = runner;
    }

    /**
     * Closes them, as of the last committed batch; of which a part is still missing, it stays open with that. One of which as much was filled
     * before stays as it is, and one that is not there any more was forgotten.
     *
     * @return how many of them have nothing missing now
     */
    long close(List<FilledGap> filled) {
        if (filled.isEmpty()) {
            return 0;
        }
        // only under the lease: who was taken for dead may not have imported anything
        runner.lease().renew();
        return filled.stream().filter(this::closed).count();
    }

    private boolean closed(FilledGap filled) {
        List<Gap> stored = gaps.newest(1, gap -> gap.batch() == filled.batch() && same(gap, filled));
        if (stored.isEmpty()) {
            return false;
        }
        Gap gap = stored.get(0);
        if (!gap.fill().equals(Gap.Fill.NONE) && gap.fill().missingUntil() <= filled.missingUntil()) {
            return !gap.open();
        }
        BatchEntry last = runner.lease().state().last().orElseThrow();
        Gap now = gap.filled(
                new Gap.Fill(last.committedMicros(), last.claim().batch(), filled.with(), filled.missingUntil()));
        gaps.fill(now, runner.lease().state().writeTimestamp());
        return !now.open();
    }

    private static boolean same(Gap gap, FilledGap filled) {
        return gap.range().source().equals(filled.range().source())
                && gap.range().partition() == filled.range().partition()
                && gap.range().from() == filled.range().from();
    }
}
