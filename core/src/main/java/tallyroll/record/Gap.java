package tallyroll.record;

import java.io.Serializable;
import tallyroll.control.Claim;

/**
 * Positions of a source that were not read and will not be: which, why, and when that was found.
 *
 * @param range may be empty where it is only known that something may be missing from there on
 * @param reason the whole sentence, without a full stop
 * @param batch the batch that met it; of positions taken out on purpose, the last one committed before; of those before a pipeline's
 *     beginning, 0; of a client, which has no
 *     batches, when it was started, ms since 1970
 * @param foundMicros when it was found, whole ms in µs since 1970
 */
public record Gap(Claim.Range range, String reason, long batch, long foundMicros) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The reason of a gap that is left out where a new pipeline begins. */
    public static String leftOut(Claim.Range range) {
        return "left out on purpose: the pipeline begins at offset " + range.until() + ", as source.kafka.start says";
    }

    public Gap {
        foundMicros -= Math.floorMod(foundMicros, 1_000L);
    }
}
