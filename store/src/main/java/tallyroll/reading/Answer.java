package tallyroll.reading;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;

/** What an answer is made with: where its rows are, and how they become answers. */
record Answer(SummaryStore store, Window window, Columns columns, States states, GroupCodec groups) {
    /** The stored rows of a partition from a time on. */
    CompletionStage<List<SummaryRow>> rows(Partition partition, long from) {
        return store.read(partition, from, window.until() - 1)
                .thenApply(rows -> rows.stream().map(columns::read).toList());
    }

    States.Found state(SummaryRow row) {
        return states.of(row, window.rowEnd(row.bucket()));
    }

    /** What rows were merged into, as the answer for a time. */
    Row row(Group group, Merge merge, long start, long end) {
        return new Row(group, end, merge.row(start), merge.found().and(states.during(start, end)), columns);
    }

    Group group(GroupKey key) {
        return new Group(groups.names(), groups.values(key));
    }

    /** The answer, in the caller's thread. */
    static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException fault) {
            throw fault.getCause() instanceof RuntimeException cause ? cause : fault;
        }
    }
}
