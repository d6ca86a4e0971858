package tallyroll.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.batch.BackfillPace;
import tallyroll.batch.MigrationProgress;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.time.Micros;

/** What {@code status} and {@code plan} say of the stored definition: what is on its way, since when, and what is kept no longer. */
final class DefinitionFacts {
    private DefinitionFacts() {}

    /** @param pace of a migration, as far as it is known */
    static List<String> of(
            StoredDefinition definition, Pipeline pipeline, List<BucketMark> marks, Optional<BackfillPace> pace) {
        List<String> facts = new ArrayList<>();
        pipeline.systemOfRecord()
                .ifPresentOrElse(
                        record -> MigrationProgress.of(definition, record.bucket(), marks)
                                .rollups()
                                .forEach(rollup -> facts.add("migration of " + rollup
                                        + pace.map(one -> one.left(rollup)).orElse(""))),
                        () -> begun(definition, facts));
        for (StoredRollup rollup : definition.rollups()) {
            rollup.droppedAfter()
                    .ifPresent(batch -> facts.add("\"" + rollup.name() + "\" is kept no longer, since batch " + batch
                            + "; its tables stay until \"plan --drop " + rollup.name() + "\""));
        }
        return facts;
    }

    /** Without a record, what is new holds what came since. */
    private static void begun(StoredDefinition definition, List<String> facts) {
        definition.rollups().stream()
                .filter(rollup ->
                        rollup.droppedAfter().isEmpty() && rollup.redefined().micros() > 0)
                .forEach(rollup -> facts.add("\"" + rollup.name() + "\": what is new in it is valid from "
                        + Micros.toInstant(Micros.wholeMillis(rollup.redefined().micros()))));
    }
}
