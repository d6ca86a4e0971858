package tallyroll.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tallyroll.measure.Measure;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.summary.GroupKey;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.time.Micros;

/** One answer to a {@link Selection}, begun when this is made. For one thread. */
final class Reading {
    static final int MAX_ROWS = 10_000;
    private static final long MAX_BUCKET_BYTES = 64L << 20;

    private final Answer answer;
    private final Filter filter;
    private final long maxPartitions;

    Reading(Answer answer, Filter filter, long maxPartitions) {
        this.answer = answer;
        this.filter = filter;
        this.maxPartitions = maxPartitions;
    }

    Stream<Row> rows() {
        return stream(new Rows(groupsFrom(Optional.empty())));
    }

    Page page(int size, String next) {
        String selection = selection();
        Optional<PageToken> token = next.isEmpty() ? Optional.empty() : Optional.of(PageToken.read(next, selection));
        Rows rows = new Rows(groupsFrom(token));
        List<Row> page = new ArrayList<>();
        while (page.size() < size && rows.hasNext()) {
            page.add(rows.next());
        }
        return new Page(page, rows.hasNext() ? Optional.of(rows.here().text(selection)) : Optional.empty());
    }

    Stream<Group> groups() {
        return withRows().map(placed -> placed.series().group());
    }

    Stream<Row> totals() {
        return withRows().map(placed -> total(placed.series()));
    }

    List<Row> top(int count, String name) {
        answer.columns().requireNumber(name);
        Comparator<Ranked> order = Comparator.<Ranked, Object>comparing(Ranked::value, Columns::compare)
                .reversed()
                .thenComparing(Ranked::key);
        TreeSet<Ranked> top = new TreeSet<>(order);
        Map<GroupKey, Ranked> byGroup = new HashMap<>();
        withRows().forEach(placed -> {
            Row row = total(placed.series());
            Object value = row.value(name);
            if (value == null || (value instanceof Double real && real.isNaN())) {
                return;
            }
            Ranked ranked = new Ranked(placed.series().key(), value, row);
            Ranked twice = byGroup.put(ranked.key(), ranked);
            if (twice != null) {
                top.remove(twice);
            }
            top.add(ranked);
            if (top.size() > count) {
                byGroup.remove(top.pollLast().key());
            }
        });
        return top.stream().map(Ranked::row).toList();
    }

    private record Ranked(GroupKey key, Object value, Row row) {}

    /** Row by row as partitions hold them, so that each is in it once whatever is written meanwhile. */
    Optional<Row> total() {
        Merge total = new Merge(answer.columns().shape());
        everyRow(row -> total.add(row, answer.state(row)));
        return total.isEmpty() ? Optional.empty() : Optional.of(row(several(), total));
    }

    List<Row> totalsByBucket() {
        Window window = answer.window();
        long buckets = (window.end() - window.from()) / window.every().nominalMicros() + 1;
        long bytes = answer.columns().shape().measures().stream()
                .mapToLong(Measure::maxBytes)
                .sum();
        if (buckets * bytes > MAX_BUCKET_BYTES) {
            throw new InvalidRequestException("Cannot add up the groups of \""
                    + window.table().rollup().name() + "\" for each of some " + buckets + " buckets: a row may have "
                    + bytes + " bytes, and " + (MAX_BUCKET_BYTES >> 20)
                    + " MB are taken in all; choose a shorter range or longer buckets");
        }
        TreeMap<Long, Merge> merges = new TreeMap<>();
        everyRow(row -> merges.computeIfAbsent(
                        window.every().floor(row.bucket()),
                        none -> new Merge(answer.columns().shape()))
                .add(row, answer.state(row)));
        List<Row> rows = new ArrayList<>();
        merges.forEach((bucket, merge) ->
                rows.add(answer.row(several(), merge, bucket, window.every().end(bucket))));
        return rows;
    }

    private void everyRow(Consumer<SummaryRow> visitor) {
        if (filter.names()) {
            filter.one()
                    .ifPresent(key -> new Series(answer, key, answer.window().from()).forEachRow(visitor));
        } else {
            Scan.partitions(answer, filter::test, maxPartitions)
                    .forEachRemaining(found -> found.rows().forEach(visitor));
        }
    }

    private Group several() {
        return filter.one().map(answer::group).orElse(Group.SEVERAL);
    }

    private Row total(Series series) {
        Merge total = new Merge(answer.columns().shape());
        series.forEachRow(row -> total.add(row, answer.state(row)));
        return row(series.group(), total);
    }

    private Row row(Group group, Merge total) {
        Window window = answer.window();
        return answer.row(group, total, window.from(), window.until());
    }

    private Stream<Placed> withRows() {
        return stream(groupsFrom(Optional.empty()))
                .filter(placed -> placed.series().holdsRows());
    }

    /** The groups, or from where a page ended on. */
    private Iterator<Placed> groupsFrom(Optional<PageToken> token) {
        if (filter.names()) {
            long from = token.map(PageToken::bucket).orElse(answer.window().from());
            return filter.one().map(key -> new Placed(0, "", new Series(answer, key, from))).stream()
                    .iterator();
        }
        Scan scan = Scan.groups(
                answer, filter::test, maxPartitions, token.map(PageToken::place).orElse(Long.MIN_VALUE));
        Stream<Placed> found = stream(scan)
                .map(one -> new Placed(one.at().place(), one.at().partition().period(), scan.series(one)));
        if (token.isEmpty()) {
            return found.iterator();
        }
        PageToken last = token.get();
        boolean reached = false;
        while (!reached && scan.hasNext() && scan.peek().at().place() == last.place()) {
            Partition partition = scan.next().at().partition();
            reached =
                    partition.group().equals(last.group()) && partition.period().equals(last.period());
        }
        Placed rest = new Placed(last.place(), last.period(), new Series(answer, last.group(), last.bucket()));
        return Stream.concat(Stream.of(rest), found).iterator();
    }

    /** A group, and the partition by which it was found. */
    private record Placed(long place, String period, Series series) {}

    /** The rows of group after group. */
    private static final class Rows implements Iterator<Row> {
        private final Iterator<Placed> groups;
        private Placed now;
        private Row next;

        Rows(Iterator<Placed> groups) {
            this.groups = groups;
        }

        @Override
        public boolean hasNext() {
            while (next == null && (now == null || !now.series().hasNext()) && groups.hasNext()) {
                now = groups.next();
            }
            if (next == null && now != null && now.series().hasNext()) {
                next = now.series().next();
            }
            return next != null;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException("there are no more rows");
            }
            Row row = next;
            next = null;
            return row;
        }

        /** Where the next row is. */
        PageToken here() {
            return new PageToken(now.place(), now.series().key(), now.period(), Micros.of(next.start()));
        }
    }

    private static <T> Stream<T> stream(Iterator<T> iterator) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** What is asked, as text that is equal for equal questions. */
    private String selection() {
        Window window = answer.window();
        return window.table().name() + " " + window.every() + " "
                + window.every().zone() + " " + window.from() + " " + window.until() + " " + filter.values() + " "
                + filter.prefixes();
    }
}
