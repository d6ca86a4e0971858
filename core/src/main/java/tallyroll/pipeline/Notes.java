package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;
import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Strategy.SummaryMode;

/** What is right in a definition and may still surprise whoever wrote it. */
public final class Notes {
    private Notes() {}

    /** Each note is a sentence or two: the key, what will happen, what to write to have it otherwise. */
    public static List<String> of(Pipeline pipeline) {
        List<String> notes = new ArrayList<>();
        Strategy strategy = pipeline.strategy();
        boolean recorded = strategy.summaryMode().recorded();
        if (recorded
                && pipeline.source() instanceof Receiver
                && pipeline.event().idFields().isEmpty()) {
            notes.add(
                    "event.id is not written: what its sender sends twice, after an answer that was lost, counts twice."
                            + " Name the field that tells one event from another.");
        }
        if (!recorded && !pipeline.event().idFields().isEmpty()) {
            notes.add("event.id finds no duplicates: " + strategy.label()
                    + " keeps no events to compare with, so what comes twice counts twice.");
        }
        if (strategy.summaryMode() == SummaryMode.COUNTERS && strategy.streaming()) {
            notes.add("strategy: " + strategy.label()
                    + " is never recommended: a task that is run again increments again, and nobody can tell afterwards."
                    + " Write "
                    + Strategy.of(SummaryMode.TOTALS, strategy.ingestionMode()).label()
                    + ", or counters if over-counting is acceptable.");
        }
        return notes;
    }
}
