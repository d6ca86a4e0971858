package tallyroll.store;

import java.util.List;
import java.util.stream.Stream;
import tallyroll.pipeline.Pipeline;

/**
 * The difference between what a definition needs and what stands in Cassandra.
 *
 * @param compared whether Cassandra was asked; if not, {@code statements} make everything from nothing
 * @param statements the CQL that is missing, in order
 * @param refusals what stands in the way, each a whole sentence; while there is one, nothing is changed
 * @param notes what to know before applying it
 */
public record SchemaPlan(boolean compared, List<String> statements, List<String> refusals, List<String> notes) {
    public SchemaPlan {
        statements = List.copyOf(statements);
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }

    /** Everything a definition needs, without asking Cassandra. */
    public static SchemaPlan fromNothing(Pipeline pipeline) {
        return new SchemaPlan(false, new Schema(StoreSettings.of(pipeline)).everything(), List.of(), List.of());
    }

    /** With what stands in the way of the definition besides tables, and what else it changes. */
    public SchemaPlan with(List<String> moreRefusals, List<String> moreNotes) {
        return new SchemaPlan(compared, statements, joined(moreRefusals, refusals), joined(moreNotes, notes));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Whether Cassandra has all that the definition needs. */
    public boolean upToDate() {
        return compared && statements.isEmpty() && refusals.isEmpty();
    }
}
