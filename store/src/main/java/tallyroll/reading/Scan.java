package tallyroll.reading;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.summary.GroupKey;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Located;
import tallyroll.summary.SummaryStore.Partition;

/**
 * Goes through the partitions of a table, in the store's order, and reads those that are asked for. What is read ahead is bounded by
 * rows: some thousand, or one partition. For one thread.
 *
 * <p>A group has a partition a period, and they lie apart. To give each group once without remembering any, one is taken at the first
 * period of the range in which it has rows, and its later periods are read with it; at each of those it is passed over, for an earlier one
 * holds rows. Rejected: a set of the groups that were seen, which grows with the table. What is lost by it: a group that gets its first
 * row of an earlier period while the scan is on its way may come twice. Sums over groups go by partitions, which come once.
 */
final class Scan implements Iterator<Scan.Found> {
    private static final int ROWS_AHEAD = 10_000;
    private static final int MAX_AHEAD = 64;

    private final Answer answer;
    private final Predicate<GroupKey> wanted;
    private final long maxPartitions;
    /** The periods of the range, with their order in it. */
    private final List<String> periods;

    private final Map<String, Integer> order = new HashMap<>();
    private final Iterator<Located> partitions;
    private final Function<Partition, CompletionStage<Optional<List<SummaryRow>>>> rows;
    private final int ahead;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private long looked;
    private Found next;

    private record Pending(Located at, CompletionStage<Optional<List<SummaryRow>>> rows) {}

    /** A partition that was taken, and the rows of the range in it. */
    record Found(Located at, List<SummaryRow> rows) {}

    private Scan(Answer answer, Predicate<GroupKey> wanted, long maxPartitions, long place, boolean groups) {
        this.answer = answer;
        this.wanted = wanted;
        this.maxPartitions = maxPartitions;
        Window window = answer.window();
        periods = window.periods(window.from());
        periods.forEach(period -> order.put(period, order.size()));
        rows = groups ? this::ofNewGroup : partition -> rows(partition).thenApply(Optional::of);
        long range = (window.until() - window.from())
                / Math.max(1, window.table().every().nominalMicros());
        ahead = (int) Math.max(1, Math.min(MAX_AHEAD, ROWS_AHEAD / Math.max(1, range)));
        partitions = answer.store().partitions(window.table(), place);
    }

    /** Each group at its first partition. */
    static Scan groups(Answer answer, Predicate<GroupKey> wanted, long maxPartitions, long place) {
        return new Scan(answer, wanted, maxPartitions, place, true);
    }

    /** Every partition that may hold rows of the range. */
    static Scan partitions(Answer answer, Predicate<GroupKey> wanted, long maxPartitions) {
        return new Scan(answer, wanted, maxPartitions, Long.MIN_VALUE, false);
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            fill();
            Pending first = pending.poll();
            if (first == null) {
                return false;
            }
            next = Answer.await(first.rows())
                    .map(found -> new Found(first.at(), found))
                    .orElse(null);
        }
        return true;
    }

    /** The next one, which is given again; {@link #hasNext} must have said that there is one. */
    Found peek() {
        return next;
    }

    @Override
    public Found next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the table has no more of them");
        }
        Found found = next;
        next = null;
        return found;
    }

    /** The group of a partition. */
    Series series(Found found) {
        Partition partition = found.at().partition();
        return new Series(
                answer,
                partition.group(),
                answer.window().from(),
                periods.subList(order.get(partition.period()) + 1, periods.size()),
                CompletableFuture.completedFuture(found.rows()));
    }

    private void fill() {
        while (pending.size() < ahead && partitions.hasNext()) {
            Located located = partitions.next();
            looked++;
            if (looked > maxPartitions) {
                throw new InvalidRequestException(
                        "Cannot go through table \""
                                + answer.window().table().name() + "\": it has more than " + maxPartitions
                                + " partitions (one a group and period), and no more may be looked at. Allow more, or name the group.");
            }
            Partition partition = located.partition();
            if (order.containsKey(partition.period()) && wanted.test(partition.group())) {
                pending.add(new Pending(located, rows.apply(partition)));
            }
        }
    }

    private CompletionStage<List<SummaryRow>> rows(Partition partition) {
        return answer.rows(partition, answer.window().from());
    }

    private CompletionStage<Optional<List<SummaryRow>>> ofNewGroup(Partition partition) {
        return earlier(partition, 0)
                .thenCompose(earlier -> earlier
                        ? CompletableFuture.completedFuture(Optional.<List<SummaryRow>>empty())
                        : rows(partition).thenApply(Optional::of));
    }

    /** Whether one of the periods from one on to that of a partition holds rows of its group. */
    private CompletionStage<Boolean> earlier(Partition partition, int period) {
        if (period == order.get(partition.period())) {
            return CompletableFuture.completedFuture(false);
        }
        Partition before = new Partition(partition.table(), partition.group(), periods.get(period));
        return answer.store()
                .holdsRows(before)
                .thenCompose(holds -> holds ? CompletableFuture.completedFuture(true) : earlier(partition, period + 1));
    }
}
