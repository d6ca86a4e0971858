package tallyroll.query;

import java.util.Optional;
import java.util.OptionalLong;
import tallyroll.batch.MigrationProgress;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.pipeline.Pipeline;
import tallyroll.store.Stores;
import tallyroll.time.Micros;

/** Which rows of a rollup are of the definition that is stored, while others are of the one before. */
record Validity(String rollup, Optional<Redefined> migrating, OptionalLong from) {
    static Validity of(Stores stores, Pipeline pipeline, String rollup) {
        Optional<Redefined> migrating = pipeline.systemOfRecord()
                .flatMap(record -> stores.definition(pipeline.name()).rollup(rollup))
                .map(StoredRollup::redefined)
                .filter(Redefined::migrating);
        OptionalLong from = migrating.isEmpty()
                ? OptionalLong.empty()
                : MigrationProgress.of(
                                stores.definition(pipeline.name()),
                                pipeline.record().bucket(),
                                stores.record().marks(Long.MIN_VALUE, Long.MAX_VALUE))
                        .rollup(rollup)
                        .map(MigrationProgress.OfRollup::validFrom)
                        .orElse(OptionalLong.empty());
        return new Validity(rollup, migrating, from);
    }

    /** Whether rows have to be told apart. */
    boolean mixed() {
        return migrating.isPresent();
    }

    /** For people. */
    String note() {
        return "\"" + rollup + "\" is being migrated from one definition to the next"
                + (from.isPresent() ? ": it is valid from " + Micros.toInstant(from.getAsLong()) : "")
                + "; \"before\" marks rows of the definition before, and rows that it did not have may be missing.";
    }
}
