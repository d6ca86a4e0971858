package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.ConnectionInitException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.CASWriteUnknownException;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.retry.Outage;
import tallyroll.summary.StoreException;
import tallyroll.summary.WriteOutcome;

/** What each answer of Cassandra, or the lack of one, lets us conclude about a write (rule R15). */
class AnswersTest {
    private static final DefaultConsistencyLevel LEVEL = DefaultConsistencyLevel.LOCAL_QUORUM;
    private static final Throwable UNAVAILABLE = new UnavailableException(null, LEVEL, 2, 1);
    private static final Throwable TIMEOUT = new WriteTimeoutException(null, LEVEL, 2, 1, DefaultWriteType.SIMPLE);
    private static final Throwable WRONG = new InvalidQueryException(null, "unknown column");

    private static NodeStores stores;
    private static Node node;

    @BeforeAll
    static void open() {
        stores = NodeStores.of("blocks");
        node = stores.stores()
                .session()
                .getMetadata()
                .getNodes()
                .values()
                .iterator()
                .next();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    static Stream<Throwable> refusals() {
        return Stream.of(
                UNAVAILABLE,
                new OverloadedException(node),
                new BootstrappingException(node),
                new BusyConnectionException(128),
                new NodeUnavailableException(node),
                new ConnectionInitException("no answer to STARTUP", null),
                new RequestThrottlingException("full"),
                new NoNodeAvailableException(),
                ofAll(UNAVAILABLE, new OverloadedException(node)));
    }

    static Stream<Throwable> unknowns() {
        return Stream.of(
                TIMEOUT,
                new WriteFailureException(node, LEVEL, 1, 2, DefaultWriteType.SIMPLE, 1, Map.of()),
                new CASWriteUnknownException(node, LEVEL, 1, 2),
                new ReadTimeoutException(node, LEVEL, 1, 2, false),
                new ReadFailureException(node, LEVEL, 1, 2, 1, false, Map.of()),
                new DriverTimeoutException("12 s"),
                new ClosedConnectionException("reset"),
                new ClosedChannelException(),
                new HeartbeatException(null, "no heartbeat", null),
                new ServerError(node, "bug"),
                ofAll(UNAVAILABLE, TIMEOUT));
    }

    static Stream<RuntimeException> mistakes() {
        return Stream.of(
                (RuntimeException) WRONG,
                new SyntaxError(node, "no viable alternative"),
                new UnauthorizedException(node, "no permission"),
                new IllegalArgumentException("a bug of ours"),
                ofAll(UNAVAILABLE, WRONG));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void outcome_noReplicaWasGivenTheWrite_isRefused(Throwable fault) {
        assertThat(Answers.outcome(fault)).isEqualTo(new WriteOutcome.Refused(Answers.message(fault)));
        assertThat(Answers.passing(fault)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("unknowns")
    void outcome_someReplicasMayHaveIt_isUnknown(Throwable fault) {
        assertThat(Answers.outcome(fault))
                .isEqualTo(new WriteOutcome.Unknown(Answers.message(fault), !Answers.away(fault)));
        assertThat(Answers.passing(fault)).isTrue();
    }

    static Stream<Throwable> outages() {
        return Stream.concat(
                refusals(),
                unknowns()
                        .filter(fault -> !(fault instanceof ServerError
                                || fault instanceof ReadFailureException
                                || fault instanceof WriteFailureException)));
    }

    static Stream<Throwable> answers() {
        return Stream.concat(
                mistakes(),
                Stream.of(
                        new ServerError(node, "Mutation of 17 MiB is too large for the maximum size of 16 MiB"),
                        new ReadFailureException(node, LEVEL, 1, 2, 1, false, Map.of()),
                        new WriteFailureException(node, LEVEL, 1, 2, DefaultWriteType.SIMPLE, 1, Map.of()),
                        new AuthenticationException(node.getEndPoint(), "wrong password"),
                        ofAll(UNAVAILABLE, new ServerError(node, "bug"))));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void failure_nobodyAnswered_isAnOutage(Throwable fault) {
        StoreException failure = Answers.failure("Cannot write", fault);

        assertThat(failure.away()).contains("Cassandra");
        assertThat(Outage.of(new IllegalStateException("Spark's account", failure)))
                .contains(new Outage("Cassandra", "Cannot write"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void failure_aNodeAnswered_isNotWaitedFor(Throwable fault) {
        assertThat(Outage.of(Answers.failure("Cannot write", fault))).isEmpty();
        assertThat(Outage.of(new CompletionException(fault))).isEmpty();
    }

    @Test
    void message_noNodeAnswers_namesEachNodeAndWhatItsConnectionDiedOf() {
        Throwable refused = new ConnectionInitException(
                "[s0|control] step 1 (OPTIONS)", new ConnectException("Connection refused: /127.0.0.1:9042"));

        assertThat(Answers.message(ofAll(refused)))
                .isEqualTo("no node answers: " + node.getEndPoint()
                        + " (ConnectException: Connection refused: /127.0.0.1:9042)");
        assertThat(Answers.message(new NoNodeAvailableException())).isEqualTo("no node is up");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void outcome_statementAtFault_isThrown(RuntimeException fault) {
        assertThatThrownBy(() -> Answers.outcome(fault)).isSameAs(fault);
        assertThat(Answers.passing(fault)).isFalse();
    }

    @Test
    void outcome_wrappedByFutures_isThatOfTheCause() {
        Throwable wrapped = new CompletionException(new ExecutionException(new CompletionException(TIMEOUT)));

        assertThat(Answers.bare(wrapped)).isSameAs(TIMEOUT);
        assertThat(Answers.outcome(wrapped)).isInstanceOf(WriteOutcome.Unknown.class);
        assertThat(Answers.message(wrapped)).startsWith("WriteTimeoutException: ");
    }

    @Test
    void bare_wrapperWithoutCause_isItself() {
        CompletionException empty = new CompletionException("nothing below", null);

        assertThat(Answers.bare(empty)).isSameAs(empty);
    }

    @Test
    void outcome_checkedFault_isThrownWrapped() {
        Exception checked = new Exception("nobody throws this");

        assertThatThrownBy(() -> Answers.outcome(checked))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(checked);
    }

    @Test
    void combine_allWritten_isWritten() {
        assertThat(Answers.combine(List.of(WriteOutcome.WRITTEN, WriteOutcome.WRITTEN)))
                .isEqualTo(WriteOutcome.WRITTEN);
        assertThat(Answers.combine(List.of())).isEqualTo(WriteOutcome.WRITTEN);
    }

    @Test
    void combine_allRefused_isRefused() {
        WriteOutcome refused = new WriteOutcome.Refused("too few replicas");

        assertThat(Answers.combine(List.of(refused, refused))).isEqualTo(refused);
    }

    /** Sending the whole again must then reckon with what is there. */
    @Test
    void combine_partRefused_isUnknown() {
        assertThat(Answers.combine(List.of(WriteOutcome.WRITTEN, new WriteOutcome.Refused("full"))))
                .isEqualTo(new WriteOutcome.Unknown("part was written, part refused: full"));
    }

    @Test
    void combine_anyUnknown_isUnknown() {
        WriteOutcome unknown = new WriteOutcome.Unknown("no answer");

        assertThat(Answers.combine(List.of(WriteOutcome.WRITTEN, unknown, new WriteOutcome.Refused("full"))))
                .isEqualTo(unknown);
    }

    private static AllNodesFailedException ofAll(Throwable... faults) {
        List<Map.Entry<Node, Throwable>> errors = new ArrayList<>();
        for (Throwable fault : faults) {
            errors.add(new SimpleEntry<>(node, fault));
        }
        return AllNodesFailedException.fromErrors(errors);
    }
}
