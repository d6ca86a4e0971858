package tallyroll.client;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import tallyroll.source.KafkaTopic;
import tallyroll.source.SourceException;
import tallyroll.source.SourceException.Fault;

/**
 * Looks at a topic from outside its consumer group: how far the group has come, whoever of it reads what, and whether the topic
 * is still the same. Not thread-safe.
 */
final class TopicWatch {
    /** A broker that just restarted may not know its topics yet: only repeated answers are believed. */
    private static final int BELIEVED = 3;

    private final KafkaTopic topic;
    private final String group;
    private final Consumer<String> notices;
    private int missing;
    private boolean silent;

    TopicWatch(KafkaTopic topic, String group, Consumer<String> notices) {
        this.topic = topic;
        this.group = group;
        this.notices = notices;
    }

    /** Records that the group has not got through. @throws SourceException where it cannot be known */
    static long lag(KafkaTopic topic, String group) {
        Map<Integer, Long> earliest = topic.earliest();
        Map<Integer, Long> committed = topic.committed(group);
        return topic.latest().entrySet().stream()
                .mapToLong(end -> {
                    long start = earliest.getOrDefault(end.getKey(), 0L);
                    return Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), start));
                })
                .sum();
    }

    /**
     * Whether the group has committed positions at or behind these; false also where no broker says so.
     *
     * @throws SourceException when the topic is gone, or not the one it was
     */
    boolean reached(Map<Integer, Long> ends) {
        try {
            Map<Integer, Long> earliest = topic.earliest();
            Map<Integer, Long> committed = topic.committed(group);
            answered();
            return ends.entrySet().stream().allMatch(end -> {
                Long position = committed.get(end.getKey());
                return position == null
                        ? end.getValue() <= Objects.requireNonNullElse(earliest.get(end.getKey()), 0L)
                        : position >= end.getValue();
            });
        } catch (SourceException fault) {
            bear(fault);
            return false;
        }
    }

    private void answered() {
        missing = 0;
        if (silent) {
            silent = false;
            notices.accept("the broker answers again");
        }
    }

    private void bear(SourceException fault) {
        if (fault.fault() == Fault.TOPIC_MISSING && ++missing < BELIEVED) {
            return;
        }
        if (fault.fault() != Fault.UNREACHABLE) {
            throw fault;
        }
        if (!silent) {
            silent = true;
            notices.accept("waiting for the broker: " + fault.getMessage());
        }
    }
}
