package tallyroll.verify;

import java.util.List;
import tallyroll.TallyrollException;
import tallyroll.record.LostEvents;

/** A repair would lower rows that may be right, for the record has lost events. */
public final class LostEventsException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    LostEventsException(String verb, String pipeline, List<LostEvents> losses) {
        super("Cannot " + verb + " \"" + pipeline + "\": its record has lost events, " + losses.get(0)
                + (losses.size() > 1 ? ", and " + (losses.size() - 1) + " more buckets" : "")
                + ". That would lower right rows to what is left. Bring the events back (\"nodetool repair\", a backup),"
                + " or say --accept-loss.");
    }
}
