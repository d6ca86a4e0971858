package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import tallyroll.retry.Retries;

/** Rows of a paged answer in the caller's thread; the next page is under way while this one is read. */
final class Pages implements Iterator<Row> {
    private CompletionStage<AsyncResultSet> coming;
    private Iterator<Row> page;

    Pages(CompletionStage<AsyncResultSet> first) {
        coming = first;
        turn();
    }

    static void visit(CompletionStage<AsyncResultSet> first, Consumer<Row> visitor) {
        new Pages(first).forEachRemaining(visitor);
    }

    /** Rows of several answers one after the other; the next one is asked for when the one before has ended. */
    static <T> Rows each(List<T> of, Function<T, Pages> answer) {
        Iterator<T> left = of.iterator();
        return new Rows() {
            private Pages now;

            @Override
            public boolean hasNext() {
                while ((now == null || !now.hasNext()) && left.hasNext()) {
                    now = answer.apply(left.next());
                }
                return now != null && now.hasNext();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the answers have no more rows");
                }
                return now.next();
            }
        };
    }

    /** Rows that come as they are asked for. */
    interface Rows extends Iterator<Row> {
        /** Those of them that are wanted. */
        default Rows only(Predicate<Row> wanted) {
            Rows rows = this;
            return new Rows() {
                private Row next;

                @Override
                public boolean hasNext() {
                    while (next == null && rows.hasNext()) {
                        Row row = rows.next();
                        next = wanted.test(row) ? row : null;
                    }
                    return next != null;
                }

                @Override
                public Row next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException("no more rows are wanted");
                    }
                    Row row = next;
                    next = null;
                    return row;
                }
            };
        }

        default <T> Iterator<T> map(Function<Row, T> to) {
            Rows rows = this;
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public T next() {
                    return to.apply(rows.next());
                }
            };
        }
    }

    /** What a caller is told when Cassandra did not answer; faults of the statement itself go through as they are. */
    static RuntimeException failed(String what, Throwable fault) {
        Throwable cause = Answers.bare(fault);
        if (!Answers.passing(cause) && cause instanceof RuntimeException programming) {
            return programming;
        }
        return Answers.failure(
                what + ": " + Answers.message(cause) + ". Nothing was changed; try again when Cassandra answers.",
                cause);
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && coming != null) {
            turn();
        }
        return page.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the answer has no more rows");
        }
        return page.next();
    }

    /** The page after one that has more behind it. */
    static CompletionStage<AsyncResultSet> following(AsyncResultSet page) {
        return Retries.STORE_READ.run(page::fetchNextPage, Answers::passing);
    }

    private void turn() {
        AsyncResultSet arrived;
        try {
            arrived = coming.toCompletableFuture().join();
        } catch (CompletionException fault) {
            throw fault.getCause() instanceof RuntimeException cause ? cause : fault;
        }
        page = arrived.currentPage().iterator();
        coming = arrived.hasMorePages() ? following(arrived) : null;
    }
}
