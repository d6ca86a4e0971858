package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType.Kind;
import tallyroll.measure.Column;
import tallyroll.measure.ColumnType;
import tallyroll.measure.MeasureSpec;

/** CQL counter columns by bucket of event time, {@code n = n + ?}. */
final class CountersMode extends NoRecordMode {
    private static final long serialVersionUID = 1L;
    private static final Set<Kind> WHOLE = Set.of(Kind.INT, Kind.LONG);

    @Override
    public String label() {
        return "counters";
    }

    @Override
    public boolean keeps(MeasureSpec measure, EventSchema schema) {
        int slot = schema.slot(measure.field());
        return switch (measure.function()) {
            case "count" -> true;
            // A field that is not there has its fault already.
            case "sum" -> slot < 0 || WHOLE.contains(schema.field(slot).type().kind());
            default -> false;
        };
    }

    /** CQL gives a counter no time to live. */
    @Override
    public boolean rowsExpire() {
        return false;
    }

    @Override
    public String measureRule() {
        return "a counter column can only be added to, which does for count and for sum of an int or long";
    }

    @Override
    public String measures() {
        return "`count`, and `sum` of an int or long";
    }

    @Override
    public List<KeyRule> keyRules(Strategy strategy) {
        List<KeyRule> rules = new ArrayList<>(super.keyRules(strategy));
        if (strategy.streaming()) {
            rules.add(new KeyRule(
                    "counters",
                    "delivery",
                    "at-most-once",
                    "cannot be had from " + strategy.label()
                            + ": a streaming task that fails is run again, increments and all",
                    "write at-least-once, or strategy: counters"));
            rules.add(KeyRule.unused(
                    "counters", "coalesce", strategy.label() + " sends the increments of a batch together"));
        }
        return rules;
    }

    @Override
    public String ownKeys(Strategy strategy) {
        return strategy.streaming() ? "`counters` without `coalesce`" : "`counters`";
    }

    @Override
    public List<String> notes(Pipeline pipeline) {
        List<String> notes = super.notes(pipeline);
        Strategy strategy = pipeline.strategy();
        if (!strategy.recommended()) {
            notes.add("strategy: " + strategy.label()
                    + " is never recommended: a task that is run again increments again, and nobody can tell afterwards."
                    + " Write " + strategy.verifiable().label() + ", or counters if over-counting is acceptable.");
        }
        return notes;
    }

    @Override
    public boolean withoutSpark() {
        return true;
    }

    /** Streaming runs a failed task again as a matter of course, and every increment of it counts again. */
    @Override
    public boolean recommended(boolean streaming) {
        return !streaming;
    }

    @Override
    public RowTime rowTime() {
        return RowTime.EVENT;
    }

    /** Counters cannot stand beside other columns, so there is no room for a batch's number. */
    @Override
    public List<Column> columns(List<Column> measures) {
        return measures.stream()
                .map(measure -> new Column(measure.name(), ColumnType.COUNTER))
                .toList();
    }

    @Override
    public <W> W write(BatchWrites<W> writes) {
        return writes.adding();
    }

    @Override
    public String writes() {
        return "adds to the counters of each bucket it touches; an increment that is repeated counts again";
    }

    @Override
    public String promise() {
        return "increments, which may count twice after a retry, and no repair";
    }

    @Override
    public Optional<String> unverifiable() {
        return Optional.of(
                "it adds to counters and keeps neither the events nor which of them were added, so whether an"
                        + " increment was lost or done twice cannot be told from the table");
    }

    @Override
    public List<String> givesUp() {
        return List.of(
                "An increment that timed out may have counted or not. It is sent again, so totals drift upwards"
                        + " (counters.delivery: at-most-once lets them drift downwards), and nobody can tell which.",
                "There is nothing to verify against and nothing to repair from.",
                "Counts and sums of whole numbers only.");
    }
}
