package tallyroll.sim;

import java.util.List;
import java.util.Optional;
import tallyroll.control.ControlStore;
import tallyroll.control.PipelineState;
import tallyroll.summary.StoreException;

/** The control row as one process reaches it: the process dies or sleeps before and after each call, and answers get lost. */
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
        String what = "reading the control row by " + host;
        before(what);
        Optional<PipelineState> state = world.state(pipeline);
        after(what);
        return faults.off(Off.RECOVERY) ? state.map(FaultyControl::withoutOpenClaim) : state;
    }

    @Override
    public boolean swap(PipelineState expected, PipelineState next) {
        String what = "swapping version " + next.version() + " by " + host;
        before(what);
        boolean stored = world.swap(expected, next);
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
        world.step();
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
        world.step();
    }

    private StoreException unanswered(String what) {
        faults.say("  no answer to " + what);
        return new StoreException("no answer to " + what, null);
    }

    private RuntimeException died(String when) {
        faults.say("  " + host + " crashed " + when);
        return host.crash();
    }

    /** What a driver would find if nothing were kept of a batch that its predecessor did not end. */
    private static PipelineState withoutOpenClaim(PipelineState state) {
        return RecordCopies.with(state, "open", Optional.empty());
    }

    @Override
    public List<BatchEntry> history(String pipeline, int max) {
        String what = "reading the history by " + host;
        before(what);
        return world.control().history(pipeline, max);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
