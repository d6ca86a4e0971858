package tallyroll.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and drops topics, and returns when the broker has done it. */
public final class Topics {
    /** Larger than any table of ours may take a payload in one piece. */
    static final int LARGEST_RECORD = 20 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Topics() {}

    /** Creates an empty topic; an existing one of that name is dropped with everything in it. */
    public static void fresh(String bootstrap, String topic, int partitions) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            drop(admin, topic);
            create(admin, topic, partitions);
        }
    }

    private static void drop(Admin admin, String topic) throws InterruptedException {
        try {
            admin.deleteTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw new IllegalStateException("Cannot drop topic \"" + topic + "\": " + e.getCause(), e);
            }
        }
    }

    /** The broker still knows a dropped topic for a moment after it has confirmed. */
    private static void create(Admin admin, String topic, int partitions) throws InterruptedException {
        NewTopic fresh = new NewTopic(topic, Optional.of(partitions), Optional.empty())
                .configs(Map.of("max.message.bytes", Integer.toString(LARGEST_RECORD)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                admin.createTopics(List.of(fresh)).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException) || System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "Cannot create topic \"" + topic + "\" with " + partitions + " partitions: " + e.getCause(),
                            e);
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
