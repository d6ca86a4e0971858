package tallyroll.reading;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tallyroll.bucket.Granularity;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.RowTime;
import tallyroll.pipeline.SummaryMode;
import tallyroll.time.Micros;

/**
 * What is to be read of a rollup: which groups, which range, buckets of which length. Immutable and thread-safe; each method that narrows
 * it down gives another one. Nothing is asked of Cassandra before a method that gives an answer is called, and each such call asks again.
 *
 * <p>One group is a read of its partitions. Several groups can only be found by going through all partitions of the table, of
 * all periods, which {@link #allowScan} has to allow. They come in the store's order, a group's rows together. A group whose first row of an
 * earlier period is written meanwhile may come twice; {@link #total} and {@link #totalsByBucket} count each row once all the same.
 *
 * <p>A bucket is in the range when it begins in it, the first when it holds the range's begin. Where buckets are longer than those that are
 * kept, they are made of these, and are always whole.
 */
public final class Selection {
    private final Opened opened;
    private final Optional<Granularity> every;
    private final Optional<Range> range;
    private final Filter filter;
    private final long maxPartitions;
    private final boolean states;

    /** From one instant to another, which is left out, µs. */
    private record Range(long from, long until) {}

    private Selection(
            Opened opened,
            Optional<Granularity> every,
            Optional<Range> range,
            Filter filter,
            long maxPartitions,
            boolean states) {
        this.opened = opened;
        this.every = every;
        this.range = range;
        this.filter = filter;
        this.maxPartitions = maxPartitions;
        this.states = states;
    }

    static Selection of(Opened opened) {
        Filter all = Filter.all(opened.rollup(), opened.pipeline().event().schema());
        return new Selection(opened, Optional.empty(), Optional.empty(), all, 0, true);
    }

    /**
     * In buckets of a length, such as {@code 1h}; days and longer begin in the rollup's zone. One that is not kept is made of the longest
     * that is. Without it: the finest that is kept; for totals the longest of which the range is made.
     *
     * @throws InvalidRequestException where it is not a length; one that cannot be made of what is kept is refused by what gives an answer
     */
    public Selection every(String length) {
        return every(length, Window.zone(opened.rollup()));
    }

    /** As {@link #every(String)}, with days and longer buckets that begin in a zone. */
    public Selection every(String length, ZoneId zone) {
        Granularity parsed = Granularity.parse(length, zone)
                .orElseThrow(() -> refused("every " + length
                        + ": it is not a bucket length; write one such as 15m, 1h, 1d, 1w, 1mo, 1q or 1y"));
        Granularity kept = parsed.unit().compareTo(Granularity.Unit.DAY) < 0
                ? new Granularity(parsed.amount(), parsed.unit(), ZoneOffset.UTC)
                : parsed;
        return new Selection(opened, Optional.of(kept), range, filter, maxPartitions, states);
    }

    /** From one instant to another, which is left out. */
    public Selection between(Instant from, Instant until) {
        Range between = new Range(Micros.of(from), Micros.of(until));
        return new Selection(opened, every, Optional.of(between), filter, maxPartitions, states);
    }

    /**
     * The group of these values, in the order of the rollup's {@code by}.
     *
     * @param values of the fields' types, or as text
     * @throws InvalidRequestException where they are more or fewer than the fields, or not of their types
     */
    public Selection group(Object... values) {
        List<String> by = opened.rollup().by();
        if (values.length != by.size()) {
            throw refused("for a group of " + values.length + " values: it is by "
                    + (by.isEmpty() ? "nothing" : String.join(", ", by)));
        }
        Selection selection = this;
        for (int i = 0; i < values.length; i++) {
            selection = selection.where(by.get(i), values[i]);
        }
        return selection;
    }

    /**
     * The groups that have a value in a field.
     *
     * @throws InvalidRequestException where the rollup is not by that field, or the value not of its type
     */
    public Selection where(String field, Object value) {
        return with(filter.where(field, value));
    }

    /**
     * The groups whose value in a text field begins so.
     *
     * @throws InvalidRequestException where the rollup is not by that field, or it is not text
     */
    public Selection prefix(String field, String prefix) {
        return with(filter.prefix(field, prefix));
    }

    private Selection with(Filter narrower) {
        return new Selection(opened, every, range, narrower, maxPartitions, states);
    }

    /**
     * Lets what names no single group go through the table.
     *
     * @param partitions how many may be looked at, of all groups and periods, before the answer ends with an error
     */
    public Selection allowScan(long partitions) {
        if (partitions < 1) {
            throw refused("with " + partitions + " partitions: at least one must be allowed");
        }
        return new Selection(opened, every, range, filter, partitions, states);
    }

    /** Without looking up how far rows can be relied on, which costs some reads an answer. */
    public Selection withoutStates() {
        return new Selection(opened, every, range, filter, maxPartitions, false);
    }

    /** The bucket length that is answered in. */
    public Granularity length() {
        return every.orElse(opened.rollup().finest());
    }

    /**
     * The same, after a look for what any answer in buckets would refuse; Cassandra is not asked.
     *
     * @throws InvalidRequestException where the range, the bucket length or the groups make no sense
     */
    public Selection checked() {
        window();
        return this;
    }

    /** The rows, as they are read: a few thousand are in memory at a time. */
    public Stream<Row> rows() {
        return series().rows();
    }

    /**
     * Some rows, and where to go on.
     *
     * @param size at most so many, 1 to 10,000
     * @param next what the page before said; empty for the first
     * @throws InvalidRequestException where {@code next} is not of this selection
     */
    public Page page(int size, String next) {
        if (size < 1 || size > Reading.MAX_ROWS) {
            throw refused("in pages of " + size + " rows: 1 to " + Reading.MAX_ROWS + " are given");
        }
        return series().page(size, next);
    }

    /** The groups that have rows in the range. */
    public Stream<Group> groups() {
        return series().groups();
    }

    /** One row a group: all of the range, which must be of whole buckets. */
    public Stream<Row> totals() {
        return sums().totals();
    }

    /**
     * As {@link #totals}, those groups in which an answer is the greatest, greatest first; of equal ones the lower group. Groups without it, or
     * with NaN, are left out.
     *
     * @param count how many, 1 to 10,000
     * @throws InvalidRequestException where the rollup has no such answer, or it is not a number
     */
    public List<Row> top(int count, String answer) {
        if (count < 1 || count > Reading.MAX_ROWS) {
            throw refused("for the top " + count + ": 1 to " + Reading.MAX_ROWS + " are given");
        }
        return sums().top(count, answer);
    }

    /** All groups and all of the range, which must be of whole buckets, as one row; empty where there is none. */
    public Optional<Row> total() {
        return sums().total();
    }

    /**
     * All groups together, a row a bucket.
     *
     * @throws InvalidRequestException where that would take more than 64 MB of memory, whatever the rows are
     */
    public List<Row> totalsByBucket() {
        return series().totalsByBucket();
    }

    private Reading series() {
        return reading(window());
    }

    private Window window() {
        Range asked = asked();
        return scanned(Window.of(opened.rollup(), mode(), length(), asked.from(), asked.until()));
    }

    private Reading sums() {
        Range asked = asked();
        return reading(
                every.isPresent() && mode().rowTime() == RowTime.EVENT
                        ? Window.of(opened.rollup(), mode(), every.get(), asked.from(), asked.until())
                                .requireBounds(asked.from(), asked.until())
                        : Window.whole(opened.rollup(), mode(), asked.from(), asked.until()));
    }

    private Reading reading(Window window) {
        return new Reading(opened.answer(scanned(window), states), filter, maxPartitions);
    }

    private Window scanned(Window window) {
        if (!filter.names() && maxPartitions == 0) {
            throw refused("for several groups: they can only be found by going through all partitions of \""
                    + window.table().name()
                    + "\", of all groups and periods; name one group ("
                    + String.join(", ", opened.rollup().by())
                    + "), or allow a scan");
        }
        return window;
    }

    private Range asked() {
        return range.orElseThrow(() -> refused("without a range: say between which instants"));
    }

    private SummaryMode mode() {
        return opened.pipeline().strategy().summaryMode();
    }

    private InvalidRequestException refused(String why) {
        return new InvalidRequestException("Cannot read \"" + opened.rollup().name() + "\" " + why);
    }
}
