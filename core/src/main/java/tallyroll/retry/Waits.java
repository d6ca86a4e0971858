package tallyroll.retry;

import java.time.Duration;
import java.util.List;

/** How long anything is waited for at most, where no option says so. */
public final class Waits {
    public static final Wait STORE_REQUEST =
            new Wait("an answer of Cassandra", Duration.ofSeconds(12), "the outcome is unknown: tried again as above");
    public static final Wait STORE_SCHEMA =
            new Wait("a change of Cassandra's schema", Duration.ofSeconds(60), "the command fails");
    public static final Wait STORE_CLOSE = new Wait(
            "Cassandra's session to close, when a process ends", Duration.ofSeconds(5), "it ends without that");
    public static final Wait LEASE_RELEASE =
            new Wait("the lease to be given back, when a driver ends", Duration.ofSeconds(5), "it runs out by itself");
    public static final Wait KAFKA_ADMIN = new Wait(
            "a broker's answer to a question of the driver",
            Duration.ofSeconds(8),
            "an outage: `run` waits for it, other commands end with code 1");
    /** Longer than a broker's restart and a leader's election. */
    public static final Wait KAFKA_RANGE =
            new Wait("a range of a topic that gives no further record", Duration.ofMinutes(2), "the Spark task fails");

    public static final Wait KAFKA_HAND_OVER = new Wait(
            "a `counters` client to finish a partition that another takes over",
            Duration.ofSeconds(20),
            "what is left is counted by the other, perhaps twice");
    public static final Wait HTTP_ROOM =
            new Wait("room for the events of an HTTP request", Duration.ofSeconds(1), "the answer is 429");
    public static final Wait HTTP_SAFE = new Wait(
            "the events of an HTTP request to be safe", Duration.ofSeconds(30), "the answer is 503, not known");
    public static final Wait HTTP_IDLE =
            new Wait("the next byte of an HTTP request", Duration.ofSeconds(30), "the connection is closed");
    public static final Wait SOCKET_CONNECT =
            new Wait("a socket to connect", Duration.ofSeconds(5), "tried again as above");
    public static final Wait MQTT_CONNECT =
            new Wait("a connection to an MQTT broker", Duration.ofSeconds(10), "tried again as above");
    public static final Wait MQTT_ANSWER = new Wait(
            "an MQTT broker's answer to CONNECT and SUBSCRIBE",
            Duration.ofSeconds(20),
            "the connection is closed and made again");
    public static final Wait RECEIVER_STOP = new Wait(
            "a receiver that is stopped to have its events confirmed",
            Duration.ofSeconds(5),
            "they stay unacknowledged");
    public static final Wait WAL_STOP = new Wait(
            "the write-ahead log to write what it took when it is stopped",
            Duration.ofSeconds(10),
            "what was not written is not acknowledged");

    public static final Wait REGISTRY_CONNECT =
            new Wait("a connection to the schema registry", Duration.ofSeconds(5), "tried again as above");
    public static final Wait REGISTRY_ANSWER =
            new Wait("an answer of the schema registry", Duration.ofSeconds(10), "tried again as above");

    private Waits() {}

    /**
     * A limit.
     *
     * @param what is waited for
     * @param afterwards what happens when it is over
     */
    public record Wait(String what, Duration limit, String afterwards) {
        public int millis() {
            return Math.toIntExact(limit.toMillis());
        }
    }

    /** In the order of the table in docs/operating. */
    public static List<Wait> all() {
        return List.of(
                STORE_REQUEST,
                STORE_SCHEMA,
                STORE_CLOSE,
                LEASE_RELEASE,
                KAFKA_ADMIN,
                KAFKA_RANGE,
                KAFKA_HAND_OVER,
                HTTP_ROOM,
                HTTP_SAFE,
                HTTP_IDLE,
                SOCKET_CONNECT,
                MQTT_CONNECT,
                MQTT_ANSWER,
                RECEIVER_STOP,
                WAL_STOP,
                REGISTRY_CONNECT,
                REGISTRY_ANSWER);
    }
}
