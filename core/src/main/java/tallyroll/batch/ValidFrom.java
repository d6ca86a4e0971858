package tallyroll.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tallyroll.bucket.Granularity;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.record.BucketMark;

/**
 * From when on the columns of summary tables hold what the stored definition says (rule R17). It follows from what is stored alone:
 * when each measure and bucket length was last redefined, which record buckets held events then and have not settled since, and from
 * when on the record was kept then. So it is right whatever driver runs, or none.
 *
 * <p>A column of which nothing is said here holds it in all rows. Rows that are made again last take new events last, all columns of
 * them: until then their buckets are dirty.
 */
public final class ValidFrom {
    private final Map<String, StoredRollup> rollups = new LinkedHashMap<>();
    private final Optional<Granularity> recordBucket;
    private final List<BucketMark> marks;

    private ValidFrom(StoredDefinition definition, Optional<Granularity> recordBucket, List<BucketMark> marks) {
        definition.rollups().stream()
                .filter(rollup -> rollup.droppedAfter().isEmpty())
                .forEach(rollup -> rollups.put(rollup.name(), rollup));
        this.recordBucket = recordBucket;
        this.marks = List.copyOf(marks);
    }

    /**
     * What holds now.
     *
     * @param recordBucket empty where no record is kept
     * @param marks all that the record has; none are needed where {@link #needsMarks} says so
     */
    public static ValidFrom of(
            StoredDefinition definition, Optional<Granularity> recordBucket, List<BucketMark> marks) {
        return new ValidFrom(definition, recordBucket, marks);
    }

    /** Whether it depends on marks: only while rows are made again. */
    public static boolean needsMarks(StoredDefinition definition) {
        return definition.rollups().stream()
                .filter(rollup -> rollup.droppedAfter().isEmpty())
                .anyMatch(rollup -> rollup.redefined().migrating());
    }

    /**
     * From when on.
     *
     * @param micros buckets that begin then or later are valid, µs; without a record, so is what was read then or later
     * @param batch rows of a later batch are valid whenever they begin; {@link Long#MAX_VALUE} where a row does not tell
     * @param filling whether what lies before may still be made again: it moves until that is done
     */
    public record Since(long micros, long batch, boolean filling) {
        /** Whether a row's column holds what the definition says. */
        public boolean holds(long bucket, long rowBatch) {
            return bucket >= micros || rowBatch > batch;
        }
    }

    /**
     * Of a measure's columns in the table of a bucket length; empty where all of it is valid, and of what the stored definition lacks.
     *
     * @param every as a definition writes it: {@code 1h}
     */
    public Optional<Since> of(String rollup, String every, String measure) {
        return Optional.ofNullable(rollups.get(rollup))
                .flatMap(stored -> both(since(stored.part(every)), since(stored.part(measure))));
    }

    /** The latest of all columns of a rollup. */
    public Optional<Since> of(String rollup) {
        return Optional.ofNullable(rollups.get(rollup)).flatMap(stored -> since(stored.redefined()));
    }

    private Optional<Since> since(Redefined redefined) {
        return recordBucket.isPresent()
                ? since(redefined, recordBucket.get(), marks)
                : Optional.of(redefined)
                        .filter(changed -> changed.micros() > 0)
                        .map(changed -> new Since(changed.micros(), Long.MAX_VALUE, false));
    }

    /** Where there is a record. */
    static Optional<Since> since(Redefined redefined, Granularity recordBucket, List<BucketMark> marks) {
        OptionalLong left = marks.stream()
                .filter(mark -> redefined.awaits(mark.bucket(), mark.settledBatch()))
                .mapToLong(mark -> recordBucket.end(mark.bucket()))
                .max();
        if (left.isPresent()) {
            return Optional.of(new Since(left.getAsLong(), redefined.batch(), true));
        }
        return redefined.forgotten() == Redefined.NOTHING
                ? Optional.empty()
                : Optional.of(new Since(redefined.forgotten(), redefined.batch(), false));
    }

    private static Optional<Since> both(Optional<Since> one, Optional<Since> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return Optional.of(new Since(
                Math.max(one.get().micros(), other.get().micros()),
                Math.max(one.get().batch(), other.get().batch()),
                one.get().filling() || other.get().filling()));
    }
}
