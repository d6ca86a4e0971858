package tallyroll.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Runs the worlds of many seeds, several at a time. What a seed comes to does not depend on the others, nor on their number. */
final class Campaign {
    /** Of worlds that broke, how many are kept. */
    private static final int MAX_BROKEN = 100;

    private final Set<Off> off;
    private final int threads;

    /** @param off rules to switch off, which should make worlds break */
    Campaign(Set<Off> off, int threads) {
        this.off = Set.copyOf(off);
        this.threads = threads;
    }

    /**
     * What came of a campaign.
     *
     * @param broken worlds in which something was found, by seed; at most {@value #MAX_BROKEN}
     */
    record Outcome(long seeds, List<World.Report> broken) {}

    /**
     * Runs the seeds {@code [first, first + seeds)}; ends early once so many worlds broke that no more are kept.
     *
     * @param done told how many more are done, by any thread
     */
    Outcome run(long first, long seeds, LongConsumer done) {
        AtomicLong next = new AtomicLong(first);
        AtomicLong ran = new AtomicLong();
        List<World.Report> broken = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(
                    () -> {
                        try {
                            for (long seed = next.getAndIncrement();
                                    seed < first + seeds;
                                    seed = next.getAndIncrement()) {
                                World.Report report = new World(seed, off).run();
                                ran.incrementAndGet();
                                if (!report.broken().isEmpty() && !keeps(broken, report)) {
                                    return;
                                }
                                done.accept(1);
                            }
                        } finally {
                            ended.countDown();
                        }
                    },
                    "worlds-" + i);
            worker.setDaemon(true);
            worker.start();
        }
        await(ended);
        synchronized (broken) {
            return new Outcome(
                    ran.get(),
                    broken.stream()
                            .sorted(Comparator.comparingLong(World.Report::seed))
                            .toList());
        }
    }

    private static boolean keeps(List<World.Report> broken, World.Report report) {
        synchronized (broken) {
            broken.add(report);
            return broken.size() < MAX_BROKEN;
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The simulation was interrupted before all seeds were run", e);
        }
    }
}
