package tallyroll.batch;

import java.util.List;
import java.util.Map;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;

/** The definitions of {@link MigratedWorld}: one, with one thing in it changed. */
final class ChangedDefinition {
    private static final String DEFINITION = """
            pipeline: moved
            source: {kafka: {bootstrap: "localhost:1", topic: events}}
            event: {format: json, time: {field: at}, fields: {at: timestamp, place: string, kind: string, n: long}}
            strategy: idempotent-direct
            record: {bucket: 1hKEEP}
            rollups:
            """;
    private static final String ROLLUPS = """
              hours: {by: [place], EVERY, ZONE, MEASURES}
              day: {by: [kind], every: [1d, 1mo], ZONE, measures: {events: count, n: sum(n)}}
            """;
    private static final String MEASURES = "measures: {events: count, n: sum(n)}";

    private ChangedDefinition() {}

    /** {@code where: n >= 5}, without SQL. */
    record Thresholds(List<Long> byRollup, int slot) implements Expressions {
        private static final long serialVersionUID = 1L;

        static Thresholds of(Pipeline pipeline) {
            return new Thresholds(
                    pipeline.rollups().stream().map(Thresholds::of).toList(),
                    pipeline.event().schema().slot("n"));
        }

        static long of(Rollup rollup) {
            return rollup.where().isEmpty() ? 0 : Long.parseLong(rollup.where().substring("n >= ".length()));
        }

        @Override
        public Bound bind() {
            return new Bound() {
                @Override
                public void derive(Event event) {
                    // nothing is derived
                }

                @Override
                public void select(Event event) {
                    for (int rollup = 0; rollup < byRollup.size(); rollup++) {
                        if (event.longAt(slot) < byRollup.get(rollup)) {
                            event.leaveOut(rollup);
                        }
                    }
                }
            };
        }
    }

    /** @param forgets whether the record keeps only the newest part of time */
    static Pipeline of(String change, boolean forgets) {
        String rollups = ROLLUPS.replace("EVERY", "every: [1h, 1d]").replace("ZONE", "zone: UTC");
        rollups = rollups.replace("MEASURES", change.startsWith("measures") ? change : MEASURES);
        if (change.startsWith("where")) {
            rollups = rollups.replace("zone: UTC, ", "zone: UTC, " + change + ", ");
        } else if (change.startsWith("every")) {
            rollups = rollups.replace("every: [1h, 1d]", change);
        } else if (change.startsWith("zone")) {
            rollups = rollups.replace("zone: UTC", change);
        } else if (change.equals("without: day")) {
            rollups = rollups.substring(0, rollups.indexOf("  day:"));
        } else if (change.equals("rename: day")) {
            rollups = rollups.replace("  day:", "  days:");
        }
        String keep = forgets ? ", keep: 70h" : "";
        return Definition.parse(DEFINITION.replace("KEEP", keep) + rollups, "moved.yaml", Environment.of(Map.of()));
    }
}
