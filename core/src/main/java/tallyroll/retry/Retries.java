package tallyroll.retry;

import java.time.Duration;
import java.util.List;

/**
 * Every retry there is. Each operation has one owner, the code that knows whether it may be repeated: a read and a statement that
 * changes nothing, the session; a write, whoever knows its write timestamp and content; an event that a sink did not confirm, the
 * receiver that still has it.
 *
 * <p>Policies do not multiply. The Cassandra driver repeats nothing, the session repeats no write, and what reads rows for a
 * decision does not repeat the session's reads. Spark runs a failed task again, so the writes of a run other than the first have
 * {@link #REPEATED_TASK_TRIES} tries only: a store that did not answer for the whole of the first run is down, and the driver
 * should say so soon.
 */
public final class Retries {
    /** Tries of a store write in a task that Spark runs again. */
    public static final int REPEATED_TASK_TRIES = 3;

    /** A minute: longer than a node takes to restart. */
    private static final int STORE_TRIES = 18;

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration STORE_LONGEST = Duration.ofSeconds(5);

    public static final RetryPolicy STORE_READ = new RetryPolicy(
            "a read from Cassandra, or preparing a statement",
            STORE_TRIES,
            FIRST,
            STORE_LONGEST,
            "the command or the Spark task fails");
    public static final RetryPolicy STORE_RECORD = new RetryPolicy(
            "a write to the record: a block, an event's row, a mark, a dead letter, an entry of the history",
            STORE_TRIES,
            FIRST,
            STORE_LONGEST,
            "the Spark task fails");
    public static final RetryPolicy STORE_APPLY = new RetryPolicy(
            "a write of summary rows or counters that was refused, or whose answer was lost; versioned rows are read again first",
            STORE_TRIES,
            FIRST,
            STORE_LONGEST,
            "the Spark task fails");
    public static final RetryPolicy CLIENT_COUNT = new RetryPolicy(
            "increments of the strategy `counters`, which runs without Spark",
            24,
            FIRST,
            STORE_LONGEST,
            "an outage: the client waits for it, and takes again what was not acknowledged");
    public static final RetryPolicy STORE_CONTROL = new RetryPolicy(
            "a change of the control row (lease, claim, commit) whose answer was lost; the row is read again first",
            10,
            FIRST,
            STORE_LONGEST,
            "an outage: `run` waits for it, and then reads whether the change was made; other commands end with code 1");
    public static final RetryPolicy SPARK_TASK = new RetryPolicy(
            "a Spark task; its writes are tried " + REPEATED_TASK_TRIES + " times at most when it runs again",
            4,
            Duration.ZERO,
            Duration.ZERO,
            "the batch fails and stays claimed; `run` waits out an outage and runs it again, else it ends with code 1");
    public static final RetryPolicy STORE_RECONNECT = new RetryPolicy(
            "the driver's connection to a Cassandra node",
            RetryPolicy.UNLIMITED,
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            "other nodes are asked");
    public static final RetryPolicy OUTAGE = new RetryPolicy(
            "a server that does not answer `run`, Cassandra or a Kafka broker, when the tries above are used up",
            RetryPolicy.UNLIMITED,
            Duration.ofMillis(500),
            Duration.ofSeconds(15),
            "`run` waits and goes on by itself; it gives up with code 1 after `--patience`");
    public static final RetryPolicy LEASE = new RetryPolicy(
            "taking the lease of a pipeline that another driver runs",
            RetryPolicy.UNLIMITED,
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            "`run` waits; `repair` asks that driver to do the work, and looks on");
    public static final RetryPolicy WAL_WRITE = new RetryPolicy(
            "the write-ahead log's directory after a failed write",
            RetryPolicy.UNLIMITED,
            FIRST,
            Duration.ofSeconds(5),
            "senders are pushed back");
    public static final RetryPolicy RECEIVER_CONNECT = new RetryPolicy(
            "a receiver's connection to a server or broker",
            RetryPolicy.UNLIMITED,
            FIRST,
            Duration.ofSeconds(30),
            "a notice for each; messages stay at the broker");
    public static final RetryPolicy RECEIVER_OFFER = new RetryPolicy(
            "events that a socket, JMS or MQTT receiver holds and whose safety was not confirmed",
            RetryPolicy.UNLIMITED,
            FIRST,
            Duration.ofSeconds(30),
            "a notice for each; nothing is acknowledged");

    public static final RetryPolicy SCHEMA_REGISTRY = new RetryPolicy(
            "a question to the schema registry that was not answered",
            5,
            FIRST,
            Duration.ofSeconds(2),
            "an outage: the Spark task fails, and `run` waits");

    private Retries() {}

    /** In the order of the table in docs/operating. */
    public static List<RetryPolicy> all() {
        return List.of(
                STORE_READ,
                STORE_RECORD,
                STORE_APPLY,
                STORE_CONTROL,
                SPARK_TASK,
                CLIENT_COUNT,
                STORE_RECONNECT,
                OUTAGE,
                LEASE,
                WAL_WRITE,
                RECEIVER_CONNECT,
                RECEIVER_OFFER,
                SCHEMA_REGISTRY);
    }

    /** A policy as it holds in one run of a Spark task. @param attempt 0 for the first run of the task */
    public static RetryPolicy inTask(RetryPolicy policy, int attempt) {
        return attempt == 0 ? policy : policy.atMost(REPEATED_TASK_TRIES);
    }
}
