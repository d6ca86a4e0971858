package tallyroll.flow;

import java.util.List;
import java.util.Optional;
import tallyroll.pipeline.BatchWrites;
import tallyroll.pipeline.KeyRule;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.RowTime;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.SummaryMode;

/** A summary mode of the tests alone: totals by event time whose batches are applied once, over no record. */
final class FourthMode extends SummaryMode {
    private static final long serialVersionUID = 1L;

    @Override
    public String label() {
        return "trusting";
    }

    @Override
    public boolean recorded() {
        return false;
    }

    @Override
    public List<KeyRule> keyRules(Strategy strategy) {
        return List.of(KeyRule.unused("", "record", strategy.label() + " keeps no events"));
    }

    @Override
    public List<String> notes(Pipeline pipeline) {
        return List.of();
    }

    @Override
    public RowTime rowTime() {
        return RowTime.EVENT;
    }

    @Override
    public <W> W write(BatchWrites<W> writes) {
        return writes.merging();
    }

    @Override
    public String writes() {
        return "merges its events into the row of each bucket, once";
    }

    @Override
    public String promise() {
        return "totals that count a batch once and a copy of an event twice";
    }

    @Override
    public String identity(Pipeline pipeline) {
        return "not looked at";
    }

    @Override
    public String booked() {
        return "counted";
    }

    @Override
    public Optional<String> unverifiable() {
        return Optional.of("it keeps no events");
    }

    @Override
    public List<String> givesUp() {
        return List.of("Copies of events count twice.");
    }
}
