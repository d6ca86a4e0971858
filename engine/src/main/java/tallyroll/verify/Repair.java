package tallyroll.verify;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tallyroll.control.FencedException;
import tallyroll.flow.Drift;
import tallyroll.run.MaintenanceRun;

/**
 * Corrects exactly the rows that verifying found to differ: their record buckets become a batch of the pipeline's own log, so a
 * repair cannot race the stream (rule R10).
 */
public final class Repair {
    private static final int BUCKETS_AT_ONCE = 400;

    private final Verification verification;
    private final Consumer<String> log;

    /** @param log takes what goes wrong with the lease */
    public Repair(Verification verification, Consumer<String> log) {
        this.verification = verification;
        this.log = log;
    }

    /**
     * Claims and recomputes the buckets of the report's drifts.
     *
     * @return rows corrected
     * @throws FencedException when a running driver holds the lease
     */
    public long correct(VerificationReport report) {
        Set<Long> buckets = new TreeSet<>();
        for (Drift drift : report.drifts()) {
            buckets.addAll(verification.recordBuckets(drift));
        }
        return MaintenanceRun.with(verification.pipeline(), verification.plan(), verification.jobs(), log, runner -> {
            long rows = 0;
            List<Long> all = List.copyOf(buckets);
            for (int from = 0; from < all.size(); from += BUCKETS_AT_ONCE) {
                List<Long> some = all.subList(from, Math.min(all.size(), from + BUCKETS_AT_ONCE));
                rows += runner.repair(some);
            }
            return rows;
        });
    }
}
