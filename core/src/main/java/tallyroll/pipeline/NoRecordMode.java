package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;

/** What modes have in common that keep no events. */
abstract class NoRecordMode extends SummaryMode {
    private static final long serialVersionUID = 1L;

    @Override
    public final boolean recorded() {
        return false;
    }

    @Override
    public List<KeyRule> keyRules(Strategy strategy) {
        String label = strategy.label();
        return List.of(
                KeyRule.unused("", "record", label + " keeps no events, so there is no system of record"),
                KeyRule.unused("", "grace", label + " settles nothing: it has no record to recount from"),
                KeyRule.unused("", "settle", label + " settles nothing: it has no record to recount from"),
                KeyRule.unused("", "audit", label + " recounts nothing: it has no record"),
                KeyRule.unused("event", "duplicates", label + " keeps no earlier events to compare a later one with"),
                KeyRule.unused("event", "delete", label + " keeps no earlier events that could be taken out"),
                changes("debezium", label),
                changes("maxwell", label));
    }

    private static KeyRule changes(String envelope, String label) {
        return new KeyRule(
                "event",
                "envelope",
                envelope,
                "cannot be counted by " + label
                        + ": it keeps no earlier events, so an update would count beside what it "
                        + "replaces, and a deletion take nothing out",
                "write an idempotent strategy");
    }

    @Override
    public List<String> notes(Pipeline pipeline) {
        List<String> notes = new ArrayList<>();
        if (!pipeline.event().idFields().isEmpty()) {
            notes.add("event.id finds no duplicates: " + pipeline.strategy().label()
                    + " keeps no events to compare with, so what comes twice counts twice.");
        }
        return notes;
    }

    @Override
    public final String identity(Pipeline pipeline) {
        return "not looked at: without a record, an event that comes twice counts twice";
    }

    @Override
    public final String booked() {
        return "counted";
    }
}
