package tallyroll.control;

import java.util.Optional;

/** Tells whether a claim is still the open one; asked where tasks run. Safe for use by many threads. */
@FunctionalInterface
public interface OpenClaims {
    /**
     * Returns where nobody has claimed anything since. Then what was marked and recorded before this was called is there for whoever
     * runs the batch again; and what was read of the record is what stood there under the claim, for a bucket is forgotten only by a
     * later batch.
     *
     * @throws FencedException where the batch was claimed again, or committed, by a driver that took over
     */
    void require(Claim claim);

    /** As the control row of a pipeline says. */
    static OpenClaims in(ControlStore control, String pipeline) {
        return claim -> {
            Optional<PipelineState> now = control.read(pipeline);
            if (now.isPresent() && !open(now.get(), claim)) {
                throw new FencedException("Cannot go on with batch " + claim.batch() + " of \"" + pipeline
                        + "\", which was claimed at write timestamp " + claim.writeTimestamp() + ": " + said(now.get())
                        + ". The lease was lost meanwhile; the driver that holds it goes on from here.");
            }
        };
    }

    private static boolean open(PipelineState now, Claim claim) {
        return now.open()
                .filter(open -> open.batch() == claim.batch() && open.writeTimestamp() == claim.writeTimestamp())
                .isPresent();
    }

    private static String said(PipelineState now) {
        return now.open()
                .map(open -> "batch " + open.batch() + " is open at write timestamp " + open.writeTimestamp())
                .orElse("batch " + now.committed() + " is committed and none is open");
    }
}
