package tallyroll.verify;

import tallyroll.batch.BatchRunner;
import tallyroll.batch.Redo;
import tallyroll.control.Request;
import tallyroll.control.Request.Losses;
import tallyroll.record.SystemOfRecord;
import tallyroll.time.Micros;

/** Recounts a range of the record again, and says in words what came of it. */
public final class RangeRedo {
    private final Verification verification;
    private final BatchRunner runner;
    private final SystemOfRecord record;
    private final Repair.Listener listener;

    public RangeRedo(Verification verification, SystemOfRecord record, BatchRunner runner, Repair.Listener listener) {
        this.verification = verification;
        this.record = record;
        this.runner = runner;
        this.listener = listener;
    }

    /**
     * Recounts, and replaces what differs.
     *
     * @throws LostEventsException where the record has lost events and that is not accepted; nothing was changed
     */
    public Repair.Result recount(Request.Redo asked) {
        listener.progress(0, 0, "looking whether the record holds what it held");
        Redo.Outcome outcome = new Redo(verification.plan(), runner.lease(), record, new Recounts(runner)::of)
                .recount(asked, (done, total) -> listener.progress(done, total, "recounting record buckets"));
        if (!outcome.losses().isEmpty() && asked.losses() == Losses.REFUSE) {
            throw new LostEventsException("redo", verification.pipeline().name(), outcome.losses());
        }
        String done = "recounted %,d record buckets in %,d batches; replaced %,d rows that differed"
                .formatted(outcome.buckets(), outcome.batches(), outcome.rows());
        return outcome.left().isEmpty()
                ? new Repair.Result(true, done)
                : new Repair.Result(false, done + "; " + left(outcome));
    }

    private static String left(Redo.Outcome outcome) {
        return "%,d buckets got new events each time and are not recounted, the first is %s: ask again once their time is over"
                .formatted(
                        outcome.left().size(), Micros.toInstant(outcome.left().get(0)));
    }
}
