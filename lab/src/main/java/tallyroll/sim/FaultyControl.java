package tallyroll.sim;

import java.util.List;
import java.util.Optional;
import tallyroll.control.ControlStore;
import tallyroll.control.PipelineState;
import tallyroll.summary.StoreException;

/** The control row as one process reaches it: the process dies or sleeps before and after each change. */
final class FaultyControl implements ControlStore {
    private final World world;
    private final Host host;
    private final Faults faults;

    FaultyControl(World world, Host host) {
        this.world = world;
        this.host = host;
        faults = world.faults();
    }

    @Override
    public Optional<PipelineState> read(String pipeline) {
        host.alive();
        return world.control().read(pipeline);
    }

    @Override
    public boolean swap(PipelineState expected, PipelineState next) {
        String what = "swapping version " + next.version() + " by " + host;
        before(what);
        boolean stored = world.control().swap(expected, next);
        if (stored) {
            world.swapped(expected, next);
        }
        after(what);
        return stored;
    }

    @Override
    public void append(String pipeline, BatchEntry entry) {
        String what = "appending batch " + entry.claim().batch() + " by " + host;
        before(what);
        world.control().append(pipeline, entry);
        after(what);
    }

    private void before(String what) {
        host.alive();
        if (faults.fails(host)) {
            switch (faults.random().nextInt(3)) {
                case 0 -> throw died("before " + what);
                case 1 -> throw unanswered(what + ", which was not done");
                default -> world.pause(host, "before " + what);
            }
        }
    }

    private void after(String what) {
        if (faults.fails(host)) {
            switch (faults.random().nextInt(3)) {
                case 0 -> throw died("after " + what);
                case 1 -> throw unanswered(what + ", which was done");
                default -> world.pause(host, "after " + what);
            }
        }
    }

    private StoreException unanswered(String what) {
        faults.say("  no answer to " + what);
        return new StoreException("no answer to " + what, null);
    }

    private RuntimeException died(String when) {
        faults.say("  " + host + " crashed " + when);
        return host.crash();
    }

    @Override
    public List<BatchEntry> history(String pipeline, int max) {
        return world.control().history(pipeline, max);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
