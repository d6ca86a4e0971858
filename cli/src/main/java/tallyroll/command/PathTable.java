package tallyroll.command;

import java.util.Map;
import java.util.Optional;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.control.PathMatches;
import tallyroll.control.PipelineState;
import tallyroll.event.Field;
import tallyroll.pipeline.Pipeline;

/** Paths of fields at which nothing was found in any event so far. A field that no sender fills is among them, too. */
final class PathTable {
    private PathTable() {}

    /** @param state empty of a pipeline that has none */
    static Optional<Table> of(Optional<PipelineState> state, Pipeline pipeline) {
        Map<String, Long> unmatched =
                state.map(PipelineState::paths).orElse(PathMatches.NONE).unmatched();
        Table.Builder table = Table.of(Column.text("field"), Column.text("path"), Column.number("events read"));
        boolean any = false;
        for (Field field : pipeline.event().schema().fields()) {
            long events = field.derived() ? 0 : unmatched.getOrDefault(field.path(), 0L);
            if (events > 0) {
                table.row(field.name(), field.path(), events);
                any = true;
            }
        }
        return any ? Optional.of(table.build()) : Optional.empty();
    }
}
