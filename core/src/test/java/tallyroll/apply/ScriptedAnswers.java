package tallyroll.apply;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import tallyroll.summary.CounterStore;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.WriteOutcome;

/** Stores that answer writes as planned, and then as they should. */
final class ScriptedAnswers {
    /** What the store does with the next write. */
    enum Answer {
        LANDS,
        REFUSED,
        UNKNOWN_LANDED,
        UNKNOWN_LOST
    }

    private final Deque<Answer> planned = new ArrayDeque<>();

    void plan(Answer answer) {
        planned.add(answer);
    }

    void plan(List<Answer> answers) {
        planned.addAll(answers);
    }

    /** @param answers names with spaces between */
    void plan(String answers) {
        for (String answer : answers.split(" ")) {
            plan(Answer.valueOf(answer));
        }
    }

    int left() {
        return planned.size();
    }

    CounterStore before(CounterStore store) {
        return new CounterStore() {
            @Override
            public CompletionStage<WriteOutcome> add(SummaryStore.Partition partition, List<Increment> increments) {
                return answer(() -> store.add(partition, increments));
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    SummaryStore before(SummaryStore store) {
        return new SummaryStore() {
            @Override
            public CompletionStage<List<SummaryRow>> read(Partition partition, long from, long to) {
                return store.read(partition, from, to);
            }

            @Override
            public CompletionStage<WriteOutcome> write(Partition partition, List<RowWrite> rows, long writeTimestamp) {
                return answer(() -> store.write(partition, rows, writeTimestamp));
            }

            @Override
            public CompletionStage<WriteOutcome> delete(Partition partition, List<Long> rows, long writeTimestamp) {
                return answer(() -> store.delete(partition, rows, writeTimestamp));
            }

            @Override
            public void scan(RollupTable table, int slice, int slices, BiConsumer<GroupKey, Long> visitor) {
                store.scan(table, slice, slices, visitor);
            }

            @Override
            public Iterator<Located> partitions(RollupTable table, long fromPlace) {
                return store.partitions(table, fromPlace);
            }

            @Override
            public CompletionStage<Boolean> holdsRows(Partition partition) {
                return store.holdsRows(partition);
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    private CompletionStage<WriteOutcome> answer(Supplier<CompletionStage<WriteOutcome>> write) {
        Answer answer = planned.isEmpty() ? Answer.LANDS : planned.remove();
        return switch (answer) {
            case LANDS -> write.get();
            case REFUSED -> CompletableFuture.completedFuture(new WriteOutcome.Refused("overloaded"));
            case UNKNOWN_LANDED -> write.get().thenApply(done -> new WriteOutcome.Unknown("timed out"));
            case UNKNOWN_LOST -> CompletableFuture.completedFuture(new WriteOutcome.Unknown("timed out"));
        };
    }
}
