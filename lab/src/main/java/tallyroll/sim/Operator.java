package tallyroll.sim;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import tallyroll.batch.Skipping;
import tallyroll.batch.Skipping.Skipped;
import tallyroll.control.Acquisition;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.control.SourceIdentity;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.summary.StoreException;

/** The process of somebody who takes out on purpose what cannot be read, as {@code skip} does. It may die at it like any other. */
final class Operator {
    private final World world;
    private final Host host;
    private final InstantSource clock;

    Operator(World world, Host host, InstantSource clock) {
        this.world = world;
        this.host = host;
        this.clock = clock;
    }

    /** Whether there is nothing left to accept. */
    boolean acceptSource() {
        return skip(world.topics().all(), Skipping::replacedSource);
    }

    /** Whether no batch is left open. */
    boolean skipBatch() {
        long open = world.state().open().map(claim -> claim.batch()).orElse(0L);
        return skip(List.of(world.topics().any()), skipping -> skipping.batch(open));
    }

    private boolean skip(List<Topic> topics, Function<Skipping, Skipped> what) {
        try {
            Acquisition answer = LeaseHolder.acquire(
                    new FaultyControl(world, host),
                    world.pipeline().name(),
                    host.toString(),
                    Driver.LEASE,
                    clock,
                    holder -> true);
            if (!(answer instanceof Acquisition.Acquired acquired)) {
                return false;
            }
            LeaseHolder lease = acquired.driver();
            topics.forEach(topic -> skip(lease, topic, what));
            lease.release();
            return true;
        } catch (Host.Crash | StoreException | FencedException end) {
            world.say(host + " ends: " + end.getMessage());
            return false;
        }
    }

    private void skip(LeaseHolder lease, Topic topic, Function<Skipping, Skipped> what) {
        try {
            SourceIdentity now = new TopicIdentity(world, topic, host);
            Skipped done = what.apply(new Skipping(lease, topic.name(), now, gaps(), clock));
            world.say(host + ": " + done.outcome());
        } catch (InvalidRequestException nothing) {
            world.say(host + ": " + nothing.getMessage());
        }
    }

    private GapStore gaps() {
        GapStore store = new FaultyRecord(world, host).gaps();
        return new GapStore() {
            @Override
            public void add(Gap gap, long writeTimestamp) {
                world.judge().source().skipped(gap);
                store.add(gap, writeTimestamp);
            }

            @Override
            public void fill(Gap gap, long writeTimestamp) {
                store.fill(gap, writeTimestamp);
            }

            @Override
            public List<Gap> newest(int max, Predicate<Gap> which) {
                return store.newest(max, which);
            }

            @Override
            public Totals totals() {
                return store.totals();
            }
        };
    }
}
