package tallyroll.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The topics that a world's pipeline reads, mostly one. Ids are the same in all of them, and mean another event in each. */
final class Topics {
    static final List<String> NAMES = List.of("events", "orders", "returns");

    /** Of all topics at most, so that a world of several does not take longer than one of one. */
    private static final int PARTITIONS = 5;

    private final List<Topic> all = new ArrayList<>();
    private final RandomGenerator own;
    /** How many times as many events there are as in a world of one topic and one event a record. */
    private final int times;

    /**
     * @param random of the first topic
     * @param own makes a generator for one kind of thing alone
     */
    Topics(Kind kind, RandomGenerator random, Function<String, RandomGenerator> own) {
        this.own = own.apply("topics");
        times = kind.topics() * (kind.packed() ? 2 : 1);
        for (int i = 0; i < kind.topics(); i++) {
            String name = NAMES.get(i);
            RandomGenerator ofTopic = i == 0 ? random : own.apply(name);
            all.add(new Topic(
                    name,
                    ofTopic,
                    new Sender(name, kind, ofTopic, own.apply(name + " sent")),
                    PARTITIONS / kind.topics()));
        }
    }

    List<Topic> all() {
        return all;
    }

    /** The topic of a source's name, of whatever incarnation. */
    Topic of(String source) {
        String name = source.contains("~") ? source.substring(0, source.indexOf('~')) : source;
        return all.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Any of them. */
    Topic any() {
        return all.size() == 1 ? all.get(0) : all.get(own.nextInt(all.size()));
    }

    /** Publishes some records to each, at a moment, µs. */
    void publish(long now, int max) {
        all.forEach(topic -> topic.publish(now, max / times));
    }
}
