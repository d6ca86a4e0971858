package tallyroll.query;

import java.util.Optional;
import tallyroll.cli.Failure;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.pipeline.Pipeline;
import tallyroll.store.Stores;
import tallyroll.summary.StoreException;

/** A rollup that is asked for and was taken out of the definition: to say what became of it, and not only that there is none. */
final class RemovedRollup {
    private RemovedRollup() {}

    /** Refuses it; does nothing for one that the definition has, or that no run has ever stored. */
    static void requireKept(Pipeline pipeline, String name) {
        boolean kept =
                pipeline.rollups().stream().anyMatch(rollup -> rollup.name().equals(name));
        if (!kept) {
            stored(pipeline, name).ifPresent(removed -> {
                throw Failure.usage(
                        "Cannot query \"" + name + "\": it was taken out of the definition of \""
                                + pipeline.name() + "\""
                                + (removed.droppedAfter().isPresent()
                                        ? ", and nothing was added to it after batch "
                                                + removed.droppedAfter().getAsLong()
                                        : ", which no run has stored yet")
                                + ". Its tables (" + String.join(", ", removed.tables())
                                + ") stand until \"plan --drop " + name
                                + "\", and can be read with CQL. Put back into the definition it is filled from the record, if one is kept.");
            });
        }
    }

    /** Where the store cannot be asked, that the definition lacks it is all there is to say. */
    private static Optional<StoredRollup> stored(Pipeline pipeline, String name) {
        try {
            return Stores.reading(pipeline).definition(pipeline.name()).rollup(name);
        } catch (StoreException away) {
            return Optional.empty();
        }
    }
}
