package tallyroll.run;

import java.time.InstantSource;
import java.util.function.Consumer;
import tallyroll.control.LeaseHolder;
import tallyroll.pipeline.Pipeline;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.redefinition.DefinitionChangedException;
import tallyroll.time.Micros;

/** Stores the definition of a run (rule R17). */
final class DefinitionStep {
    private DefinitionStep() {}

    /**
     * Stores the definition that is about to run, before any batch of it.
     *
     * @param log takes what it changes, a line each
     * @throws DefinitionChangedException where it may not run; nothing was changed then
     */
    static void store(LeaseHolder lease, Pipeline pipeline, InstantSource clock, Consumer<String> log) {
        DefinitionChange change = DefinitionChange.of(lease.state().definition(), pipeline);
        lease.define(before -> DefinitionChange.of(before.definition(), pipeline)
                .requireAllowed("run")
                .next(before, Micros.now(clock)));
        change.lines().forEach(log);
    }
}
