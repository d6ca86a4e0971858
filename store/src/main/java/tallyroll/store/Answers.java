package tallyroll.store;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
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
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import tallyroll.summary.StoreException;
import tallyroll.summary.WriteOutcome;

/**
 * The one place that says what an answer of Cassandra, or the lack of one, lets us conclude about a write (rule R15).
 *
 * <p><em>Refused</em> means that no replica was given the write: the coordinator saw too few replicas alive, was overloaded or
 * still starting, or no request ever left this process. <em>Unknown</em> is every other fault of the store: some replicas may have
 * taken the write, or may take it yet. A fault of the statement itself (wrong table, wrong type, no permission) is neither; it
 * is thrown, for repeating cannot help.
 */
final class Answers {
    private Answers() {}

    /** What a failed write may have done; throws where the statement itself is at fault. */
    static WriteOutcome outcome(Throwable fault) {
        Throwable cause = bare(fault);
        if (refused(cause)) {
            return new WriteOutcome.Refused(message(cause));
        }
        if (unknown(cause)) {
            return new WriteOutcome.Unknown(message(cause), !away(cause));
        }
        if (cause instanceof RuntimeException programming) {
            throw programming;
        }
        throw new IllegalStateException(cause);
    }

    /** What is known of several writes together. */
    static WriteOutcome combine(List<WriteOutcome> outcomes) {
        WriteOutcome worst = WriteOutcome.WRITTEN;
        boolean written = false;
        for (WriteOutcome outcome : outcomes) {
            if (outcome instanceof WriteOutcome.Unknown) {
                return outcome;
            }
            if (outcome instanceof WriteOutcome.Refused) {
                worst = outcome;
            } else {
                written = true;
            }
        }
        boolean mixed = written && worst instanceof WriteOutcome.Refused;
        return mixed
                ? new WriteOutcome.Unknown("part was written, part refused: " + ((WriteOutcome.Refused) worst).cause())
                : worst;
    }

    /** The fault below the wrappings of futures. */
    static Throwable bare(Throwable fault) {
        Throwable cause = fault;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static String message(Throwable fault) {
        Throwable cause = bare(fault);
        if (cause instanceof AllNodesFailedException all) {
            return all.getAllErrors().isEmpty() ? "no node is up" : "no node answers: " + byNode(all.getAllErrors());
        }
        if (cause instanceof ClosedChannelException) {
            return "the connection was closed";
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private static String byNode(Map<Node, List<Throwable>> faults) {
        return faults.entrySet().stream()
                .map(node -> node.getKey().getEndPoint() + " ("
                        + node.getValue().stream()
                                .map(Answers::innermost)
                                .map(Answers::message)
                                .distinct()
                                .collect(Collectors.joining("; "))
                        + ")")
                .collect(Collectors.joining(", "));
    }

    /** What a connection that could not be made died of. */
    private static Throwable innermost(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether a later try of the same statement may succeed. */
    static boolean passing(Throwable fault) {
        Throwable cause = bare(fault);
        return refused(cause) || unknown(cause);
    }

    /**
     * Whether waiting helps, as no node answered, or too few replicas were up. A node that answers that it failed may go on saying so,
     * for a row that is too large, say.
     */
    static boolean away(Throwable fault) {
        Throwable cause = bare(fault);
        if (cause instanceof AllNodesFailedException all) {
            return all.getAllErrors().values().stream().flatMap(List::stream).allMatch(Answers::away);
        }
        return passing(cause)
                && !(cause instanceof ServerError
                        || cause instanceof ReadFailureException
                        || cause instanceof WriteFailureException);
    }

    /** What is thrown where a store's answer, or the lack of one, ends the work. */
    static StoreException failure(String message, Throwable fault) {
        return away(fault) ? StoreException.unreachable(message, fault) : new StoreException(message, fault);
    }

    /** What a node said of the user name or the password, where one refused them. */
    static Optional<Throwable> login(Throwable fault) {
        return because(fault, AuthenticationException.class);
    }

    /** What kept a connection from being encrypted, where that failed. */
    static Optional<Throwable> encryption(Throwable fault) {
        return because(fault, SSLException.class);
    }

    /** Whether a node closed the connection without a word. */
    static boolean hungUp(Throwable fault) {
        return because(fault, ClosedChannelException.class).isPresent()
                || because(fault, ClosedConnectionException.class).isPresent();
    }

    private static Optional<Throwable> because(Throwable fault, Class<? extends Throwable> kind) {
        Throwable cause = bare(fault);
        if (cause instanceof AllNodesFailedException all) {
            return all.getAllErrors().values().stream()
                    .flatMap(List::stream)
                    .flatMap(each -> because(each, kind).stream())
                    .findFirst();
        }
        return kind.isInstance(cause)
                ? Optional.of(cause)
                : Optional.ofNullable(cause.getCause()).flatMap(next -> because(next, kind));
    }

    private static boolean refused(Throwable cause) {
        if (cause instanceof AllNodesFailedException all) {
            Collection<List<Throwable>> faults = all.getAllErrors().values();
            return faults.stream().flatMap(List::stream).allMatch(Answers::refused);
        }
        return cause instanceof UnavailableException
                || cause instanceof OverloadedException
                || cause instanceof BootstrappingException
                || cause instanceof BusyConnectionException
                || cause instanceof NodeUnavailableException
                || cause instanceof ConnectionInitException
                || cause instanceof RequestThrottlingException;
    }

    private static boolean unknown(Throwable cause) {
        if (cause instanceof AllNodesFailedException all) {
            return all.getAllErrors().values().stream().flatMap(List::stream).allMatch(Answers::either);
        }
        return cause instanceof WriteTimeoutException
                || cause instanceof WriteFailureException
                || cause instanceof CASWriteUnknownException
                || cause instanceof ReadTimeoutException
                || cause instanceof ReadFailureException
                || cause instanceof DriverTimeoutException
                || cause instanceof ClosedConnectionException
                || cause instanceof ClosedChannelException
                || cause instanceof HeartbeatException
                || cause instanceof ServerError
                || (cause instanceof IOException && !(cause instanceof SSLException))
                || (cause instanceof DriverException && cause.getCause() instanceof IOException);
    }

    private static boolean either(Throwable cause) {
        return refused(cause) || unknown(cause);
    }
}
