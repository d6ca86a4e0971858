package tallyroll.run;

import tallyroll.batch.BackfillOrder;

/**
 * How rows of an earlier definition are made again beside the stream.
 *
 * @param share of the time, while there is more to read; above 0, at most 0.9
 */
public record Backfill(BackfillOrder order, double share) {
    /** What a run does unless it is told otherwise. */
    public static final Backfill DEFAULT = new Backfill(BackfillOrder.NEWEST, 0.2);

    public Backfill {
        if (!(share > 0 && share <= 0.9)) {
            throw new IllegalArgumentException("Cannot give a backfill " + share
                    + " of the time: it needs some, and new events need a tenth at least");
        }
    }
}
