package tallyroll.record;

import java.io.Serializable;
import tallyroll.control.Claim;

/**
 * Positions of a source that the stream did not read and will not: which, why, when that was found, and what filled them since.
 *
 * @param range may be empty where it is only known that something may be missing from there on
 * @param reason the whole sentence, without a full stop
 * @param batch the batch that met it; of positions taken out on purpose, the last one committed before; of those before a pipeline's
 *     beginning, 0; of a client, which has no
 *     batches, when it was started, ms since 1970
 * @param foundMicros when it was found, whole ms in µs since 1970
 * @param fill {@link Fill#NONE} where nothing was
 */
public record Gap(Claim.Range range, String reason, long batch, long foundMicros, Fill fill) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * What filled a gap, or its last positions.
     *
     * @param filledMicros when, whole ms in µs since 1970
     * @param batch the last one that brought its events
     * @param from where they are from, in words
     * @param missingUntil one past the last position that is still missing; where the gap begins, none is
     */
    public record Fill(long filledMicros, long batch, String from, long missingUntil) implements Serializable {
        private static final long serialVersionUID = 1L;

        public static final Fill NONE = new Fill(0, 0, "", 0);

        public Fill {
            filledMicros -= Math.floorMod(filledMicros, 1_000L);
        }
    }

    /** Open. */
    public Gap(Claim.Range range, String reason, long batch, long foundMicros) {
        this(range, reason, batch, foundMicros, Fill.NONE);
    }

    public Gap filled(Fill by) {
        return new Gap(range, reason, batch, foundMicros, by);
    }

    /** Whether something of it is missing. */
    public boolean open() {
        return fill.equals(Fill.NONE) || fill.missingUntil() > range.from();
    }

    /** What of it is missing; where none is, an empty range. */
    public Claim.Range missing() {
        return fill.equals(Fill.NONE)
                ? range
                : new Claim.Range(range.source(), range.partition(), range.from(), fill.missingUntil());
    }

    /** What it is known by, for people: {@code BATCH:SOURCE/PARTITION/FROM}. */
    public String id() {
        return batch + ":" + range.source() + "/" + range.partition() + "/" + range.from();
    }

    /** The reason of a gap that is left out where a new pipeline begins. */
    public static String leftOut(Claim.Range range) {
        return "left out on purpose: the pipeline begins at offset " + range.until() + ", as source.kafka.start says";
    }

    public Gap {
        foundMicros -= Math.floorMod(foundMicros, 1_000L);
    }
}
