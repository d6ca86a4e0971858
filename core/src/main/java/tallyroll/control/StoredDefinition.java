package tallyroll.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

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

    /** All that the record could make again is made, but where history is still open. */
    public StoredDefinition migrated() {
        return new StoredDefinition(
                aspects, rollups.stream().map(StoredRollup::migrated).toList());
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
     * @param parts of measures and bucket lengths, by name, when what each of them says last changed, where that is not when the rollup
     *     did
     * @param droppedAfter of one that is in the definition no more: the last batch that it was kept through
     */
    public record StoredRollup(
            String name,
            List<Aspect> aspects,
            List<String> tables,
            Redefined redefined,
            Map<String, Redefined> parts,
            OptionalLong droppedAfter) {
        public StoredRollup {
            aspects = List.copyOf(aspects);
            tables = List.copyOf(tables);
            parts = Map.copyOf(parts);
        }

        /** All of whose parts are as old as it. */
        public StoredRollup(
                String name,
                List<Aspect> aspects,
                List<String> tables,
                Redefined redefined,
                OptionalLong droppedAfter) {
            this(name, aspects, tables, redefined, Map.of(), droppedAfter);
        }

        /**
         * When what a part of it says last changed.
         *
         * @param name of a measure, or a bucket length such as {@code 1h}
         */
        public Redefined part(String name) {
            return parts.getOrDefault(name, redefined);
        }

        private StoredRollup withTables(List<String> left) {
            return new StoredRollup(name, aspects, left, redefined, parts, droppedAfter);
        }

        private StoredRollup withHistoryUntil(long until) {
            return each(one -> one.until() == Redefined.OPEN ? one.withUntil(until) : one);
        }

        private StoredRollup migrated() {
            return each(one -> one.until() == Redefined.OPEN ? one : one.withUntil(Redefined.DONE));
        }

        private StoredRollup each(UnaryOperator<Redefined> edit) {
            Map<String, Redefined> next = new LinkedHashMap<>();
            parts.forEach((part, one) -> next.put(part, edit.apply(one)));
            return new StoredRollup(name, aspects, tables, edit.apply(redefined), next, droppedAfter);
        }
    }

    /**
     * When a rollup or a part of it was redefined.
     *
     * @param batch the last one claimed under the definition before: a row of this batch or an earlier one is the old definition's,
     *     and a batch up to it writes no row of the rollup any more
     * @param until end of the newest record bucket of that time, µs: only what is recorded before it can have to be migrated
     * @param micros when it was stored, µs
     * @param forgotten events before this, µs, were forgotten then: rows of their time can never be made again
     */
    public record Redefined(long batch, long until, long micros, long forgotten) {
        /** As {@code until}: a batch of the old definition has to be run again first, and may yet record new buckets. */
        public static final long OPEN = Long.MAX_VALUE;

        /** As {@code until}: no row that could be made again is of the old definition any more. */
        public static final long DONE = Long.MIN_VALUE;

        /** As {@code forgotten}: the record held everything. */
        public static final long NOTHING = Long.MIN_VALUE;

        /** Kept from the beginning as it is. */
        public static final Redefined NEVER = new Redefined(0, DONE, 0);

        /** Of a record that held everything. */
        public Redefined(long batch, long until, long micros) {
            this(batch, until, micros, NOTHING);
        }

        private Redefined withUntil(long next) {
            return new Redefined(batch, next, micros, forgotten);
        }

        /** Whether rows that can be made again may still be of the old definition. */
        public boolean migrating() {
            return until != DONE;
        }

        /** Whether rows of the old definition may stand, those that can never be made again among them. */
        public boolean leavesOldRows() {
            return migrating() || forgotten != NOTHING;
        }

        /** Whether a record bucket has to be recounted, for it held events then and was not settled since. */
        public boolean awaits(long bucket, long settledBatch) {
            return bucket >= forgotten && bucket < until && settledBatch <= batch;
        }
    }
}
