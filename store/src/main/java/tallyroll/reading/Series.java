package tallyroll.reading;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tallyroll.summary.GroupKey;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;

/** The buckets of one group, ascending. A period is read while the one before is given out, so two are in memory at most. For one thread. */
final class Series implements Iterator<Row> {
    private final Answer answer;
    private final GroupKey key;
    private final Group group;
    private final long from;
    private final Iterator<String> periods;
    private CompletionStage<List<SummaryRow>> coming;
    private final Deque<SummaryRow> rows = new ArrayDeque<>();
    private Row next;

    /** @param from where the first bucket begins, µs */
    Series(Answer answer, GroupKey key, long from) {
        this(answer, key, from, answer.window().periods(from), null);
    }

    /**
     * With the rows of its first period.
     *
     * @param left the periods after it
     */
    Series(Answer answer, GroupKey key, long from, List<String> left, CompletionStage<List<SummaryRow>> first) {
        this.answer = answer;
        this.key = key;
        this.from = from;
        group = answer.group(key);
        periods = left.iterator();
        coming = first == null ? ask() : first;
    }

    GroupKey key() {
        return key;
    }

    Group group() {
        return group;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = advance();
        }
        return next != null;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the group has no more rows");
        }
        Row row = next;
        next = null;
        return row;
    }

    /** Whether it has any row; does not go on. */
    boolean holdsRows() {
        return next != null || peek() != null;
    }

    /** Gives all stored rows that are left. */
    void forEachRow(Consumer<SummaryRow> visitor) {
        for (SummaryRow row = take(); row != null; row = take()) {
            visitor.accept(row);
        }
    }

    private Row advance() {
        SummaryRow first = take();
        if (first == null) {
            return null;
        }
        Window window = answer.window();
        long bucket = window.every().floor(first.bucket());
        long end = window.every().end(bucket);
        Merge merge = new Merge(answer.columns().shape());
        merge.add(first, answer.state(first));
        while (window.merged() && peek() != null && peek().bucket() < end) {
            SummaryRow more = take();
            merge.add(more, answer.state(more));
        }
        return answer.row(group, merge, bucket, end);
    }

    private SummaryRow take() {
        peek();
        return rows.poll();
    }

    private SummaryRow peek() {
        while (rows.isEmpty() && coming != null) {
            List<SummaryRow> arrived = Answer.await(coming);
            coming = ask();
            rows.addAll(arrived);
        }
        return rows.peek();
    }

    private CompletionStage<List<SummaryRow>> ask() {
        return periods.hasNext()
                ? answer.rows(new Partition(answer.window().table(), key, periods.next()), from)
                : null;
    }
}
