package tallyroll.store;

import java.util.List;
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

    /** Whether Cassandra has all that the definition needs. */
    public boolean upToDate() {
        return compared && statements.isEmpty() && refusals.isEmpty();
    }
}
