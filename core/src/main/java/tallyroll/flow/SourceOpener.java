package tallyroll.flow;

import java.io.Serializable;
import tallyroll.control.Claim;

/** Port: opens claimed ranges in the tasks that read them, wherever those run; it goes there with the task. */
public interface SourceOpener extends Serializable {
    /**
     * The records of a range, the same ones each time; what can no longer be had is a gap.
     *
     * @throws RuntimeException when the source cannot be reached
     */
    SourceCursor open(Claim.Range range);
}
