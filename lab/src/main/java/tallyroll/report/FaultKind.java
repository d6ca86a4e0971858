package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is done to a strategy while it runs. */
public enum FaultKind {
    DRIVER_KILLED("driver", "driver killed", "The driver is killed in the middle of a batch and started again."),
    TASK_RETRIED("task", "task retried", "A task fails after half of its writes and is run again."),
    CASSANDRA_PAUSED(
            "pause",
            "Cassandra pause",
            "Cassandra is frozen for longer than its client waits, so nobody knows which writes were done."),
    RECEIVER_KILLED("receiver", "receiver killed", "The process that receives is killed and started again."),
    CASSANDRA_RESTARTED("Cassandra", "Cassandra restart", "Cassandra is stopped and started again."),
    KAFKA_RESTARTED("Kafka", "Kafka restart", "The Kafka broker is stopped and started again."),
    DUPLICATES("copies", "duplicates", "The producer sends some events more than once."),
    LATE_BURST("late", "late burst", "Many events arrive long after their event time."),
    LOST_THEN_REPLAYED("lost", "lost upstream", "Messages are lost before they get here, and are sent later."),
    REPLAYED("replay", "replayed", "Everything is sent again from the start.");

    private final String word;
    private final String title;
    private final String description;

    FaultKind(String word, String title, String description) {
        this.word = word;
        this.title = title;
        this.description = description;
    }

    /** As in JSON and on the command line: {@code driver-killed}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One word, to head a narrow column. */
    String word() {
        return word;
    }

    /** Two or three words. */
    public String title() {
        return title;
    }

    /** What happens, in a sentence. */
    public String description() {
        return description;
    }

    /** Whether sending events again is part of the fault itself, so that only the state after it can be judged. */
    boolean replays() {
        return this == LOST_THEN_REPLAYED || this == REPLAYED;
    }
}
