package tallyroll.receiver;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;

/** What tests need that run on many interleavings of their threads, with a clock that stands still: a wait with a timeout may end at once, or never. */
public final class Interleaving {
    /** By how much more than in {@code verify}; {@code -Dinterleavings=30} is a campaign. */
    private static final int TIMES = Integer.getInteger("interleavings", 1);

    private Interleaving() {}

    /**
     * Runs a test on interleavings that Lincheck chooses; fails with the one on which it fails or hangs.
     *
     * @param invocations enough to find what the test is there to find
     */
    public static void each(int invocations, Runnable test) {
        Lincheck.runConcurrentTest(TIMES * invocations, test);
    }

    /** Work of a thread. */
    public interface Work {
        void run() throws Exception;
    }

    /** Some threads; what one of them throws, joining throws. */
    public static final class Threads {
        private final List<Thread> started = new ArrayList<>();
        private volatile Exception failure;

        public void start(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (Exception failed) {
                    failure = failed;
                }
            });
            started.add(thread);
            thread.start();
        }

        public void join() {
            try {
                for (Thread thread : started) {
                    thread.join();
                }
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
