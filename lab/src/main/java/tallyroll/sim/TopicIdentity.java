package tallyroll.sim;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import tallyroll.control.LastRead;
import tallyroll.control.SourceIdentity;
import tallyroll.summary.StoreException;

/** What the simulated topic is, as a process learns it; sometimes there is no answer. */
final class TopicIdentity implements SourceIdentity {
    private final World world;
    private final Host host;
    private final Topic topic;

    TopicIdentity(World world, Topic topic, Host host) {
        this.world = world;
        this.host = host;
        this.topic = topic;
    }

    private void asked() {
        host.alive();
        world.step();
        if (world.faults().fails(host)) {
            world.say("  no answer to what the source is, to " + host);
            throw new StoreException("no answer to what the source is", null);
        }
    }

    @Override
    public String where() {
        return "topic \"" + topic.name() + "\"";
    }

    @Override
    public Optional<String> id() {
        asked();
        return Optional.of(topic.id());
    }

    @Override
    public Optional<String> identify() {
        return id();
    }

    @Override
    public Map<Integer, Long> divergence(Map<Integer, LastRead> read) {
        asked();
        Map<Integer, Long> diverged = new TreeMap<>();
        read.forEach((partition, last) -> {
            boolean there = partition < topic.partitions();
            long end = there ? topic.log(partition).endOf(last.leaderEpoch()) : 0;
            if (there && end <= last.offset()) {
                diverged.put(partition, end);
            }
        });
        return diverged;
    }

    @Override
    public Map<Integer, Long> earliest() {
        return partitions(topic::start);
    }

    @Override
    public Map<Integer, Long> latest() {
        asked();
        return partitions(topic::end);
    }

    private Map<Integer, Long> partitions(IntToLongFunction offset) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            offsets.put(partition, offset.applyAsLong(partition));
        }
        return offsets;
    }
}
