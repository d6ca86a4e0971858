package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.store.node.Fault;
import tallyroll.summary.StoreException;
import tallyroll.summary.WriteOutcome;

/** How requests go out: how many at once, which of them again, in what batches, and what a fault lets us say. */
class RequestsTest {
    private static final String INSERT =
            "INSERT INTO contract.tally_partitions (kind, number) VALUES (?, ?) USING TIMESTAMP ?";
    private static final String SELECT = "SELECT number FROM contract.tally_partitions WHERE kind = ?";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static NodeStores stores;

    private Requests requests;

    @BeforeAll
    static void open() {
        stores = NodeStores.of("blocks");
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @BeforeEach
    void empty() {
        stores.empty();
        requests = new Requests(stores.stores().session(), 4);
    }

    @AfterEach
    void release() {
        stores.node().release();
    }

    @Test
    void send_moreThanAllowed_waitHereUntilOthersAreAnswered() {
        List<BoundStatement> inserts = inserts(10);
        stores.node().hold();

        List<CompletionStage<AsyncResultSet>> answers =
                inserts.stream().map(requests::send).toList();

        await(() -> stores.node().held() == 4);
        assertThat(answers).noneMatch(answer -> answer.toCompletableFuture().isDone());
        stores.node().release();
        answers.forEach(answer -> assertThat(answer).succeedsWithin(PATIENCE));
        assertThat(stores.node().sent("INSERT INTO contract.tally_partitions")).hasSize(10);
    }

    @Test
    void send_refusedWrite_isLeftToWhoeverSentIt() {
        stores.node().fail(1, INSERT, Fault.REFUSED);

        assertThat(requests.send(inserts(1).get(0))).failsWithin(PATIENCE);
        assertThat(stores.node().sent(INSERT)).hasSize(1);
    }

    @Test
    void send_writeWithoutAnswer_isNotRepeated() {
        stores.node().fail(1, INSERT, Fault.ANSWER_LOST);

        assertThat(requests.send(inserts(1).get(0)))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(WriteTimeoutException.class);
        assertThat(stores.node().sent(INSERT)).hasSize(1);
    }

    @Test
    void send_readWithoutAnswer_isAskedAgain() {
        assertThat(requests.send(inserts(1).get(0))).succeedsWithin(PATIENCE);
        stores.node().fail(3, SELECT, Fault.READ_TIMEOUT);

        assertThat(numbers()).containsExactly(0L);
        assertThat(stores.node().sent(SELECT)).hasSize(4);
    }

    @Test
    void send_statementAtFault_fails() {
        stores.node().fail(1, INSERT, Fault.INVALID);

        assertThat(requests.send(inserts(1).get(0)))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(InvalidQueryException.class);
    }

    @Test
    void prepare_sameStatement_isPreparedOnceAndMarkedAsWhatItIs() {
        assertThat(requests.read(SELECT)).isSameAs(requests.read(SELECT));
        assertThat(Binding.of(requests.read(SELECT)).text("k").done().isIdempotent())
                .isTrue();
        assertThat(inserts(1).get(0).isIdempotent()).isFalse();
    }

    @Test
    void prepare_wrongStatement_isThrown() {
        assertThatThrownBy(() -> requests.read("GRANT ALL")).isInstanceOf(SyntaxError.class);
        assertThatThrownBy(() -> requests.read("SELECT number FROM contract.nowhere"))
                .isInstanceOf(InvalidQueryException.class);
    }

    @Test
    void pages_ofALongAnswer_areReadOneAfterAnother() {
        inserts(250).forEach(insert -> assertThat(requests.send(insert)).succeedsWithin(PATIENCE));
        stores.node().forget();

        assertThat(numbers())
                .containsExactlyElementsOf(
                        LongStream.range(0, 250).map(i -> 249 - i).boxed().toList());
        assertThat(stores.node().sent(SELECT)).hasSize(3);
    }

    @Test
    void mutations_manyStatements_areBatchesOf64() {
        assertThat(mutations(130)).isEqualTo(WriteOutcome.WRITTEN);

        assertThat(stores.node().sent(INSERT))
                .extracting(batch -> batch.lines().count())
                .containsExactlyInAnyOrder(64L, 64L, 2L);
    }

    @Test
    void mutations_oneStatement_isNoBatch() {
        assertThat(mutations(1)).isEqualTo(WriteOutcome.WRITTEN);

        assertThat(stores.node().sent(INSERT)).containsExactly(INSERT);
    }

    @Test
    void mutations_oneBatchWithoutAnswer_areUnknownTogether() {
        stores.node().fail(1, INSERT, Fault.REQUEST_LOST);

        assertThat(mutations(100)).isInstanceOf(WriteOutcome.Unknown.class);
    }

    @Test
    void recordWrites_withoutAnswer_areSentAgainUntilTheyStand() {
        RecordWrites writes = new RecordWrites(requests);
        stores.node().fail(2, INSERT, Fault.REQUEST_LOST);

        assertThat(writes.send(
                        CompletableFuture.completedFuture(null), inserts(1).get(0), 0, "a test"))
                .succeedsWithin(PATIENCE);
        writes.await();

        assertThat(numbers()).containsExactly(0L);
        assertThat(stores.node().sent(INSERT)).hasSize(3);
    }

    @Test
    void recordWrites_statementAtFault_failsAtOnceAndStaysFailed() {
        RecordWrites writes = new RecordWrites(requests);
        stores.node().fail(1, INSERT, Fault.INVALID);
        BoundStatement insert = inserts(1).get(0);

        assertThat(writes.send(CompletableFuture.completedFuture(null), insert, 0, "a test"))
                .failsWithin(PATIENCE);

        assertThatThrownBy(writes::await)
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot record a test: InvalidQueryException: wrong statement.");
        assertThatThrownBy(() -> writes.send(CompletableFuture.completedFuture(null), insert, 0, "another"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot record a test");
        assertThat(stores.node().sent(INSERT)).hasSize(1);
    }

    /** What comes before, the mark of a bucket, stands when a write is sent; without it the write is not. */
    @Test
    void recordWrites_afterAWriteThatFailed_areNotSent() {
        RecordWrites writes = new RecordWrites(requests);
        CompletableFuture<Void> mark = CompletableFuture.failedFuture(new StoreException("no mark", null));

        assertThat(writes.send(mark, inserts(1).get(0), 0, "an event")).failsWithin(PATIENCE);

        assertThatThrownBy(writes::await).isInstanceOf(StoreException.class).hasMessage("no mark");
        assertThat(stores.node().sent(INSERT)).isEmpty();
    }

    private WriteOutcome mutations(int count) {
        return new Mutations(requests, DefaultBatchType.UNLOGGED)
                .send(inserts(count))
                .toCompletableFuture()
                .join();
    }

    private List<BoundStatement> inserts(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Binding.of(requests.write(INSERT))
                        .text("numbers")
                        .number(number)
                        .number(Claims.TIMESTAMP)
                        .done())
                .toList();
    }

    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        BoundStatement select =
                Binding.of(requests.read(SELECT)).text("numbers").pageSize(100).done();
        Pages.visit(requests.send(select), row -> numbers.add(row.getLong(0)));
        return numbers;
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for %s", PATIENCE).isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
