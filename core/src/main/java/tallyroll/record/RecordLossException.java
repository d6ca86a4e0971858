package tallyroll.record;

import tallyroll.TallyrollException;

/** A bucket was recounted that holds fewer events than when it was settled. Nothing was written. */
public final class RecordLossException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    public RecordLossException(LostEvents loss) {
        super("Cannot settle what the record has lost events of: " + loss
                + ". Nothing was written; the next run leaves the bucket out and says so");
    }
}
