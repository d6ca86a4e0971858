package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tallyroll.summary.WriteOutcome;

/**
 * Sends writes of many rows of one partition as batches of bounded size: each is one mutation, applied by a replica as a whole, at
 * an eighth of the cost of single statements.
 */
final class Mutations {
    private static final int BATCH_ROWS = 64;
    private static final int BATCH_BYTES = 100_000;

    private final Requests requests;
    private final BatchType type;

    Mutations(Requests requests, BatchType type) {
        this.requests = requests;
        this.type = type;
    }

    /** What is known of all of them together. */
    CompletionStage<WriteOutcome> send(List<BoundStatement> statements) {
        List<CompletableFuture<WriteOutcome>> outcomes = new ArrayList<>();
        List<BatchableStatement<?>> chunk = new ArrayList<>();
        long bytes = 0;
        for (BoundStatement statement : statements) {
            long size = bytes(statement);
            if (!chunk.isEmpty() && (chunk.size() == BATCH_ROWS || bytes + size > BATCH_BYTES)) {
                outcomes.add(outcome(chunk));
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(statement);
            bytes += size;
        }
        if (!chunk.isEmpty()) {
            outcomes.add(outcome(chunk));
        }
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(done -> Answers.combine(
                        outcomes.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<WriteOutcome> outcome(List<BatchableStatement<?>> chunk) {
        Statement<?> statement = chunk.size() == 1 ? chunk.get(0) : BatchStatement.newInstance(type, chunk);
        return requests.send(statement)
                .handle((answer, fault) -> fault == null ? WriteOutcome.WRITTEN : Answers.outcome(fault))
                .toCompletableFuture();
    }

    private static long bytes(BoundStatement statement) {
        long bytes = 0;
        for (ByteBuffer value : statement.getValues()) {
            bytes += value == null ? 4 : 4 + value.remaining();
        }
        return bytes;
    }
}
