package tallyroll.control;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The definition under which a pipeline's record and summary rows are written, aspect by aspect, as people read it (rule R17). It
 * stands in the control row, so it changes by compare-and-set, and only by whoever holds the lease.
 *
 * <p>What an aspect means, and what its change does, is not known here: see package {@code redefinition}.
 *
 * @param aspects what the whole pipeline has in common; none where no run has stored a definition yet
 * @param rollups those that are kept, and those whose tables are still there
 */
public record StoredDefinition(List<Aspect> aspects, List<StoredRollup> rollups) {
    public static final StoredDefinition NONE = new StoredDefinition(List.of(), List.of());

    public StoredDefinition {
        aspects = List.copyOf(aspects);
        rollups = List.copyOf(rollups);
    }

    /** Whether a run has stored one; control rows of releases before it have none. */
    public boolean stored() {
        return !aspects.isEmpty();
    }

    public Optional<StoredRollup> rollup(String name) {
        return rollups.stream().filter(rollup -> rollup.name().equals(name)).findFirst();
    }

    /** Where history was still open, it ends at {@code until}; see {@link Redefined}. */
    public StoredDefinition withHistoryUntil(long until) {
        return new StoredDefinition(
                aspects,
                rollups.stream().map(rollup -> rollup.withHistoryUntil(until)).toList());
    }

    /** From {@code until} on nothing is of an earlier definition any more, but where history is still open. */
    public StoredDefinition migratedFrom(long until) {
        return new StoredDefinition(
                aspects,
                rollups.stream().map(rollup -> rollup.migratedFrom(until)).toList());
    }

    /** Without these tables, and without rollups that are kept no longer and have none left. */
    public StoredDefinition without(Set<String> gone) {
        return new StoredDefinition(
                aspects,
                rollups.stream()
                        .map(rollup -> rollup.withTables(rollup.tables().stream()
                                .filter(table -> !gone.contains(table))
                                .toList()))
                        .filter(rollup -> rollup.droppedAfter().isEmpty()
                                || !rollup.tables().isEmpty())
                        .toList());
    }

    /** Whether some rollup's history is still open. */
    public boolean historyOpen() {
        return rollups.stream().anyMatch(rollup -> rollup.redefined().until() == Redefined.OPEN);
    }

    /**
     * One aspect of a definition.
     *
     * @param key as the definition file names it: {@code record.bucket}
     * @param value in the file's words
     */
    public record Aspect(String key, String value) {}

    /**
     * A rollup as it is kept.
     *
     * @param aspects with keys below the rollup's own: {@code where}, {@code measures.delay}
     * @param tables all that were made for it and are still there
     * @param redefined when what it says last changed
     * @param droppedAfter of one that is in the definition no more: the last batch that it was kept through
     */
    public record StoredRollup(
            String name, List<Aspect> aspects, List<String> tables, Redefined redefined, OptionalLong droppedAfter) {
        public StoredRollup {
            aspects = List.copyOf(aspects);
            tables = List.copyOf(tables);
        }

        private StoredRollup withTables(List<String> left) {
            return new StoredRollup(name, aspects, left, redefined, droppedAfter);
        }

        private StoredRollup withHistoryUntil(long until) {
            return redefined.until() == Redefined.OPEN ? redefinedUntil(until) : this;
        }

        private StoredRollup migratedFrom(long until) {
            boolean open = redefined.until() == Redefined.OPEN;
            return open || !redefined.migrating() ? this : redefinedUntil(Math.min(until, redefined.until()));
        }

        private StoredRollup redefinedUntil(long until) {
            Redefined next = new Redefined(redefined.batch(), until, redefined.micros());
            return new StoredRollup(name, aspects, tables, next, droppedAfter);
        }
    }

    /**
     * When a rollup was redefined.
     *
     * @param batch the last one claimed under the definition before: a row of this batch or an earlier one is the old definition's,
     *     and a batch up to it writes no row of the rollup any more
     * @param until end of the newest record bucket of that time, µs: only what is recorded before it can have to be migrated
     * @param micros when it was stored, µs
     */
    public record Redefined(long batch, long until, long micros) {
        /** As {@code until}: a batch of the old definition has to be run again first, and may yet record new buckets. */
        public static final long OPEN = Long.MAX_VALUE;

        /** As {@code until}: no row is of the old definition any more. */
        public static final long DONE = Long.MIN_VALUE;

        /** Kept from the beginning as it is. */
        public static final Redefined NEVER = new Redefined(0, DONE, 0);

        /** Whether rows of the old definition may still stand. */
        public boolean migrating() {
            return until != DONE;
        }

        /** Whether a record bucket has to be recounted, for it held events then and was not settled since. */
        public boolean outdates(long bucket, long settledBatch) {
            return bucket < until && settledBatch <= batch;
        }
    }
}
