package tallyroll.pipeline;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tallyroll.event.EventSchema;
import tallyroll.measure.Column;
import tallyroll.measure.ColumnType;
import tallyroll.measure.MeasureSpec;

/**
 * How summaries are kept: one axis of the grid of strategies. Whatever depends on it is answered here, as data or as a sentence, so
 * that no other code asks which mode it is. {@link SummaryModes} lists them.
 *
 * <p>Stateless, and equal to any other of its label: it travels to tasks inside their plan.
 */
public abstract class SummaryMode implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The column that says which batch a row is of. */
    public static final Column BATCH = new Column("batch", ColumnType.BIGINT);

    // the definition

    /** As strategies are named after it: {@code counters}. */
    public abstract String label();

    /** Whether raw events go to the system of record, so that totals can be recomputed. */
    public abstract boolean recorded();

    /** Whether a measure can be kept; where not, {@link #measureRule} says why. */
    public boolean keeps(MeasureSpec measure, EventSchema schema) {
        return true;
    }

    /** Why some measures cannot be kept; empty where all can. */
    public String measureRule() {
        return "";
    }

    /** Which measures can be kept, as the reference says it. */
    public String measures() {
        return "all";
    }

    /** Whether rows can have a life that ends. */
    public boolean rowsExpire() {
        return true;
    }

    /** What to say to keys that do not go with the strategy. */
    public abstract List<KeyRule> keyRules(Strategy strategy);

    /** The keys that only this mode has, as the reference says it; empty if none. */
    public String ownKeys(Strategy strategy) {
        return "";
    }

    /** What is right in a definition and may still surprise whoever wrote it. */
    public abstract List<String> notes(Pipeline pipeline);

    /** Whether it can be kept by a client without Spark; only where the ingestion mode can do without too. */
    public boolean withoutSpark() {
        return false;
    }

    /** Whether anybody should choose it, given who does the work. */
    public boolean recommended(boolean streaming) {
        return true;
    }

    // its tables

    /** Which time its rows are of, which decides how tables are named and keyed. */
    public abstract RowTime rowTime();

    /** The columns after the key: those of the measures, in order and by name, then any of the mode's own. */
    public List<Column> columns(List<Column> measures) {
        return Stream.concat(measures.stream(), Stream.of(BATCH)).toList();
    }

    // a batch

    /** What a batch does to summary rows. */
    public abstract <W> W write(BatchWrites<W> writes);

    /** The same in words, for the documentation. */
    public abstract String writes();

    // what commands answer

    /** {@code check}: what it delivers, in a line. */
    public abstract String promise();

    /** {@code check}: what becomes of several events of one identity. */
    public abstract String identity(Pipeline pipeline);

    /** {@code status} and {@code run}: what the books call an event that was taken: {@code recorded}. */
    public abstract String booked();

    /** {@code verify} and {@code repair}: why there is nothing to hold its rows against; empty where there is. */
    public abstract Optional<String> unverifiable();

    /** {@code query}: what it means that no row was found. */
    public String noRows() {
        return "No events of that group fell in that range.";
    }

    /** {@code advise}: what it costs, a sentence each. */
    public abstract List<String> givesUp();

    @Override
    public final boolean equals(Object other) {
        return other instanceof SummaryMode mode && mode.label().equals(label());
    }

    @Override
    public final int hashCode() {
        return label().hashCode();
    }

    @Override
    public final String toString() {
        return label();
    }
}
