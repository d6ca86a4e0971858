package tallyroll.sim;

import java.util.random.RandomGenerator;

/**
 * What becomes of the source in some worlds: it is deleted and re-created, cut off by a leader that lacks its end, or is a directory
 * that is exchanged for another. Somebody accepts that once drivers have refused it, and stops them for it.
 */
final class SourceChanges {
    private final World world;
    private final RandomGenerator random;
    private final boolean active;
    private final boolean directory;
    private int count;
    private boolean refused;
    private boolean stuck;
    private boolean accepting;

    SourceChanges(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
        active = random.nextInt(5) == 0;
        directory = active && random.nextInt(3) == 0;
    }

    /** Whether the source of this world may become another at all. */
    boolean active() {
        return active;
    }

    /** Whether leaders have epochs, and the log may be cut off. */
    boolean epochs() {
        return active && !directory;
    }

    /** How often it became another. */
    int count() {
        return count;
    }

    /** Now and then, unless somebody accepts a change right now: whoever does has looked at what is there. */
    void around() {
        if (!active || accepting || random.nextInt(25) > 0) {
            return;
        }
        Topic topic = world.topics().any();
        int partition = random.nextInt(topic.partitions());
        int dice = random.nextInt(6);
        if (dice == 0 && epochs()) {
            topic.log(partition).elect();
            world.say(topic.name() + ": partition " + partition + " has another leader");
        } else if (dice < 4 && epochs()) {
            long end = topic.end(partition);
            long at = Math.max(topic.start(partition), end - random.nextInt(12));
            topic.cutOff(partition, at);
            count++;
            world.say(topic.name() + ": partition " + partition + " is cut off at " + at + " of " + end);
        } else {
            topic.replace(1 + random.nextInt(3));
            count++;
            world.say("the source is another: " + topic.id());
        }
        if (random.nextBoolean()) {
            topic.publish(world.nowMicros(), 30);
        }
    }

    /** A driver does not go on. */
    void refused() {
        refused = true;
    }

    /** A driver cannot run the open batch again, for the source holds less. */
    void stuck() {
        stuck = true;
    }

    /** Somebody stops all drivers, to accept what became of the source. */
    boolean wantsOperator() {
        return refused || stuck;
    }

    /** Does that, alone. */
    void accept(Operator operator) {
        accepting = true;
        try {
            boolean whole = refused ? operator.acceptSource() : operator.skipBatch();
            if (whole) {
                refused = false;
                stuck = false;
            }
        } finally {
            accepting = false;
        }
    }

    /** Whether a gap is written, or a batch closed, by the one that accepts. */
    boolean accepting() {
        return accepting;
    }
}
