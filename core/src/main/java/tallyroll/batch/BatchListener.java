package tallyroll.batch;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import tallyroll.control.Claim;
import tallyroll.control.PathMatches;
import tallyroll.control.Quarantine;
import tallyroll.flow.ApplyReport;
import tallyroll.record.LostEvents;

/** Hears how batches go. Called on the thread that runs them, between the steps; what it throws ends the batch. */
public interface BatchListener {
    /** Hears nothing. */
    BatchListener NONE = new BatchListener() {};

    /** The phases of a batch, in order. */
    enum Phase {
        CLAIM,
        /** Read, decode, record and summarise: one pass. */
        MAP,
        APPLY,
        COMMIT
    }

    /** A phase of a batch began, and the one before it ended. Told when it is known, which may be later. */
    default void began(Phase phase, Instant at) {}

    /** A batch failed on something, for the so many-th time, and is run again as it is. */
    default void failed(Claim claim, Quarantine.Event event, int times) {}

    /** A batch failed on something once too often, and is run again without it. */
    default void quarantined(Claim claim, Quarantine.Event event) {}

    /** A batch met summary rows that it cannot read, and left them as they are: they are made again from the record. */
    default void unreadable(Claim claim, Set<ApplyReport.Damaged> rows) {}

    /** Buckets that are not settled, for the record has lost events of theirs, see {@link LossCheck}; told once. */
    default void lost(List<LostEvents> losses) {}

    /** Which paths of fields led to a value so far, after each batch of new events. */
    default void matched(PathMatches paths) {}

    /** A batch was committed, which ends its last phase. */
    default void committed(CommittedBatch batch, Instant at) {}
}
