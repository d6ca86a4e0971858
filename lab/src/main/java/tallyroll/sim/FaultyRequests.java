package tallyroll.sim;

import java.util.List;
import tallyroll.control.Request;
import tallyroll.control.RequestStore;
import tallyroll.summary.StoreException;

/** The table of requests as one process reaches it: it dies or sleeps before and after each call, and answers get lost. */
final class FaultyRequests implements RequestStore {
    private final World world;
    private final Host host;
    private final Faults faults;
    private final RequestStore store;

    FaultyRequests(World world, Host host, RequestStore store) {
        this.world = world;
        this.host = host;
        this.store = store;
        faults = world.faults();
    }

    @Override
    public void post(String pipeline, Request request) {
        store.post(pipeline, request);
    }

    @Override
    public List<Request> list(String pipeline) {
        mayFail("listing requests by " + host);
        return store.list(pipeline);
    }

    @Override
    public boolean swap(String pipeline, Request expected, Request next) {
        String what = "making request " + next.id() + " " + next.progress().state() + " by " + host;
        mayFail("before " + what);
        boolean stored = store.swap(pipeline, expected, next);
        if (stored) {
            world.say(what);
            world.requests().changed(expected, next);
        }
        mayFail("after " + what);
        return stored;
    }

    private void mayFail(String where) {
        host.alive();
        world.step();
        if (faults.fails(host)) {
            switch (faults.random().nextInt(3)) {
                case 0 -> {
                    faults.say("  " + host + " crashed " + where);
                    throw host.crash();
                }
                case 1 -> {
                    faults.say("  no answer to " + where);
                    throw new StoreException("no answer to " + where, null);
                }
                default -> world.pause(host, where);
            }
        }
    }
}
