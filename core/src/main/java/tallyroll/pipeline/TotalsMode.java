package tallyroll.pipeline;

import java.util.List;
import java.util.Optional;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Duplicates;

/** Versioned totals by bucket of event time, derived from the system of record. */
final class TotalsMode extends SummaryMode {
    private static final long serialVersionUID = 1L;

    @Override
    public String label() {
        return "idempotent";
    }

    @Override
    public boolean recorded() {
        return true;
    }

    @Override
    public List<KeyRule> keyRules(Strategy strategy) {
        return List.of(KeyRule.unused("", "counters", strategy.label() + " increments no counters"));
    }

    @Override
    public String ownKeys(Strategy strategy) {
        return "`record`, `grace`, `settle`, `audit`, `event.duplicates`";
    }

    @Override
    public List<String> notes(Pipeline pipeline) {
        return pipeline.strategy().ingestionMode().acknowledges()
                        && pipeline.event().idFields().isEmpty()
                ? List.of("event.id is not written: what its sender sends twice, after an answer that was lost, counts"
                        + " twice. Name the field that tells one event from another.")
                : List.of();
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
        return "records the events, then merges them into the row of each bucket they touch, once: the row knows its last batch";
    }

    @Override
    public String promise() {
        return "totals that can always be recounted from the record";
    }

    @Override
    public String identity(Pipeline pipeline) {
        EventSpec event = pipeline.event();
        String id = event.idFields().isEmpty() ? "its position in the source" : String.join(", ", event.idFields());
        return event.duplicates() == Duplicates.FIRST
                ? id + "; the first of several counts"
                : id + "; the one of highest " + event.revisionField() + " counts";
    }

    @Override
    public String booked() {
        return "recorded";
    }

    @Override
    public Optional<String> unverifiable() {
        return Optional.empty();
    }

    @Override
    public List<String> givesUp() {
        return List.of(
                "Space and writes for the record: every event is kept, packed and compressed.",
                "Until its bucket is settled, a total may be off: an event that came in two batches counts twice.");
    }
}
