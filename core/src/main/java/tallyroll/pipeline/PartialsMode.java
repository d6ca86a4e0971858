package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each batch's partial is a row of its own, by the batch's processing time, written with plain {@code SET}. */
final class PartialsMode extends NoRecordMode {
    private static final long serialVersionUID = 1L;

    @Override
    public String label() {
        return "aggregates";
    }

    @Override
    public List<KeyRule> keyRules(Strategy strategy) {
        List<KeyRule> rules = new ArrayList<>(super.keyRules(strategy));
        rules.add(KeyRule.unused("", "counters", strategy.label() + " increments no counters"));
        return rules;
    }

    @Override
    public RowTime rowTime() {
        return RowTime.BATCH;
    }

    @Override
    public <W> W write(BatchWrites<W> writes) {
        return writes.putting();
    }

    @Override
    public String writes() {
        return "puts a row of its own for each group, under its processing time; repeated in the same process it is the same row";
    }

    @Override
    public String promise() {
        return "partials by processing time, which count twice after a restart that re-reads, and no repair";
    }

    @Override
    public Optional<String> unverifiable() {
        return Optional.of(
                "it keeps the partial of each batch and not its events, so a batch that was read twice cannot be told from two");
    }

    @Override
    public String noRows() {
        return "No batch of that range had events of that group; aggregates are kept by processing time.";
    }

    @Override
    public List<String> givesUp() {
        return List.of(
                "A restart that reads events again writes further rows under a new time: it over-counts, for ever.",
                "Buckets are of processing time: a late event counts when it came, not when it happened.",
                "There is nothing to verify against and nothing to repair from.",
                "A row per batch, which every query adds up.");
    }
}
