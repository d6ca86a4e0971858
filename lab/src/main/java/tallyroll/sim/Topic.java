package tallyroll.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A simulated topic: its partitions, which grow, forget, lose their end and are replaced. */
final class Topic {
    private final String name;
    private final RandomGenerator random;
    private final Sender sender;
    private final int maxPartitions;
    private final List<Log> partitions = new ArrayList<>();
    private final Map<Integer, Long> starts = new HashMap<>();
    /** How many logs there were. */
    private int logs;
    /** How often it was deleted and re-created. */
    private int number = 1;

    Topic(String name, RandomGenerator random, Sender sender, int maxPartitions) {
        this.name = name;
        this.random = random;
        this.sender = sender;
        this.maxPartitions = maxPartitions;
        int count = Math.min(maxPartitions, 1 + random.nextInt(3));
        for (int i = 0; i < count; i++) {
            partitions.add(new Log(++logs));
        }
    }

    String name() {
        return name;
    }

    /** Another for each time that it was re-created. */
    String id() {
        return name + "-" + number;
    }

    /** What is there now of a partition. */
    Log log(int partition) {
        return partitions.get(partition);
    }

    /** It is deleted and re-created, with nothing in it. */
    void replace(int count) {
        number++;
        partitions.clear();
        starts.clear();
        for (int i = 0; i < count; i++) {
            partitions.add(new Log(++logs));
        }
    }

    /** A partition loses its end to a leader that never had it. */
    void cutOff(int partition, long at) {
        partitions.set(partition, partitions.get(partition).cutOff(at, ++logs));
    }

    int partitions() {
        return partitions.size();
    }

    /** One past the last offset. */
    long end(int partition) {
        return partitions.get(partition).end();
    }

    /** The first offset that is still kept. */
    long start(int partition) {
        return starts.getOrDefault(partition, 0L);
    }

    /** Whether a place is not kept any more. */
    boolean forgot(int partition, long offset) {
        return partition < partitions.size() && offset < start(partition);
    }

    /** Whether there ever was a record at a place of it as it is now. */
    boolean holds(int partition, long offset) {
        return partition < partitions.size() && offset < end(partition);
    }

    /** Drops what is before an offset. */
    void forget(int partition, long until) {
        starts.put(partition, until);
    }

    /** A record that is not published, at a moment, µs; what is published later may repeat it. */
    Sent unpublished(long now) {
        return sender.next(now, new Log(0));
    }

    Sent at(int partition, long offset) {
        return partitions.get(partition).at(offset);
    }

    /** Publishes some records at a moment, µs; now and then to a partition that is new. */
    void publish(long now, int max) {
        if (random.nextInt(20) == 0 && partitions.size() < maxPartitions) {
            partitions.add(new Log(++logs));
        }
        for (int left = random.nextInt(max + 1); left > 0; left--) {
            Log log = partitions.get(random.nextInt(partitions.size()));
            log.add(sender.next(now, log));
        }
    }
}
