package tallyroll.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.control.Acquisition;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.FencedException;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.control.PipelineState;
import tallyroll.receiver.Interleaving;
import tallyroll.receiver.Interleaving.Threads;

/** The thread that renews the lease beside the one that runs batches, at each switch between them. */
class LeaseInterleavingsTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-03-28T14:00:00Z"));
    private static final InstantSource LATER = InstantSource.fixed(Instant.parse("2026-03-28T15:00:00Z"));

    @Test
    void renew_besideClaimAndCommit_losesNeither() {
        Interleaving.each(60, () -> {
            MemoryControl store = new MemoryControl();
            LeaseHolder lease = acquired(store, "driver-1", NOW);
            Threads threads = new Threads();
            threads.start(lease::renew);
            threads.start(() -> batch(lease));
            threads.join();
            require(store, 1, "driver-1");
        });
    }

    /** Whatever the first driver was doing: one batch is committed once, by whoever got it, and the second one holds the lease. */
    @Test
    void renewAndCommit_whileAnotherTakesOver_endInOneTruth() {
        Interleaving.each(60, () -> {
            MemoryControl store = new MemoryControl();
            LeaseHolder lease = acquired(store, "driver-1", NOW);
            boolean[] committed = new boolean[1];
            Threads threads = new Threads();
            threads.start(() -> unlessFenced(lease::renew));
            threads.start(() -> unlessFenced(() -> {
                batch(lease);
                committed[0] = true;
            }));
            boolean[] taken = new boolean[1];
            threads.start(() -> taken[0] = takenOver(store));
            threads.join();
            if (!taken[0]) {
                require(store, 1, "driver-1");
            } else {
                PipelineState state = store.read("p").orElseThrow();
                if (state.committed() != 1
                        || state.epoch() != 2
                        || !state.holder().equals("driver-2")) {
                    throw new IllegalStateException("taken over, but " + state);
                }
            }
        });
    }

    private static boolean takenOver(MemoryControl store) {
        if (!(LeaseHolder.acquire(store, "p", "driver-2", LEASE, LATER, gone -> false)
                instanceof Acquisition.Acquired acquired)) {
            return false; // the row moved on meanwhile: another try would come later
        }
        LeaseHolder lease = acquired.driver();
        Claim open = lease.reclaim().orElse(null);
        if (open != null) {
            lease.commit(open, Books.NONE, 0, 0);
        } else if (lease.state().committed() == 0) {
            batch(lease);
        }
        return true;
    }

    private static void batch(LeaseHolder lease) {
        IngestClaim claim = lease.claim(List.of(new Claim.Range("events", 0, 0, 1)));
        lease.commit(claim, Books.NONE, 0, 0);
    }

    private static void unlessFenced(Runnable work) {
        try {
            work.run();
        } catch (FencedException fenced) {
            // as it must be
        }
    }

    private static LeaseHolder acquired(MemoryControl store, String holder, InstantSource clock) {
        return ((Acquisition.Acquired) LeaseHolder.acquire(store, "p", holder, LEASE, clock, gone -> false)).driver();
    }

    private static void require(MemoryControl store, long committed, String holder) {
        PipelineState state = store.read("p").orElseThrow();
        if (state.committed() != committed
                || state.open().isPresent()
                || !state.holder().equals(holder)) {
            throw new IllegalStateException("the control row is " + state);
        }
    }
}
