package tallyroll.sim;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.batch.BatchListener;
import tallyroll.batch.Jobs;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.BatchTasks.ApplyPorts;
import tallyroll.flow.CopiesFound;
import tallyroll.flow.IdentityFindings;
import tallyroll.flow.IdentityRange;
import tallyroll.flow.MapTask;
import tallyroll.flow.Occurrence;
import tallyroll.flow.OccurrenceTask;
import tallyroll.flow.Scope;
import tallyroll.flow.ShuffleKey;
import tallyroll.flow.ShuffleRecord;
import tallyroll.flow.StoredRows;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats;
import tallyroll.record.SystemOfRecord.Batches;
import tallyroll.retry.RetryPolicy;
import tallyroll.search.SearchTask;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.StoreException;

/** Runs the tasks of a batch in a loop: map tasks in any order, each with further attempts, then the apply tasks likewise. */
final class SimJobs implements Jobs {
    private static final int MAX_ATTEMPTS = 4;
    /** In which identities are searched. */
    private static final int RANGES = 2;

    private final World world;
    private final Host process;
    private final Faults faults;

    SimJobs(World world, Host process) {
        this.world = world;
        this.process = process;
        faults = world.faults();
    }

    /** A task failed too often: the batch is given up, and the driver with it. */
    static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUp(String what, RuntimeException cause) {
            super(what + " failed " + MAX_ATTEMPTS + " times", cause);
        }
    }

    /** One attempt of a task. */
    private interface Work<T> {
        T run(Host host, int attempt);
    }

    @Override
    public ApplyReport run(BatchTasks tasks, MapSide map, ApplySide apply, BatchListener listener) {
        int count = tasks.mapTasks(1 + faults.random().nextInt(3));
        List<ShuffleRecord> shuffled = new ArrayList<>();
        for (int task : world.shuffled(count)) {
            shuffled.addAll(tried("map-" + task, (host, attempt) -> {
                List<ShuffleRecord> out = new ArrayList<>();
                try (MapTask opened = tasks.mapTask(task, count, attempt, new FaultyRecord(world, host))) {
                    map.run(opened).forEachRemaining(out::add);
                }
                return out;
            }));
        }
        tasks.visited().ifPresent(scope -> shuffled.addAll(stored(tasks, scope)));
        ApplyReport report = applied(tasks, apply, shuffled);
        world.recordNow();
        return heard(report);
    }

    private List<ShuffleRecord> stored(BatchTasks tasks, Scope.Recount scope) {
        List<ShuffleRecord> named = new ArrayList<>();
        for (StoredRows rows : StoredRows.all(tasks.plan(), 1)) {
            tried("rows-" + rows.rollup() + "-" + rows.granularity(), (host, attempt) -> {
                        List<ShuffleRecord> out = new ArrayList<>();
                        rows.named(tasks.plan(), scope, new FaultySummaries(world, host))
                                .forEachRemaining(out::add);
                        return out;
                    })
                    .forEach(named::add);
        }
        return named;
    }

    private ApplyReport applied(BatchTasks tasks, ApplySide apply, List<ShuffleRecord> shuffled) {
        int reducers = 1 + faults.random().nextInt(3);
        ApplyReport report = ApplyReport.NONE;
        for (int reducer : world.shuffled(reducers)) {
            List<ShuffleRecord> sorted = shuffled.stream()
                    .filter(one -> ShuffleKey.reducer(one.key(), reducers) == reducer)
                    .sorted((left, right) -> ShuffleKey.compare(left.key(), right.key()))
                    .toList();
            report = report.plus(tried("apply-" + reducer, (host, attempt) -> {
                ApplyPorts ports = new ApplyPorts(
                        new FaultySummaries(world, host),
                        new MemoryCounters(),
                        RetryPolicy.immediately(4),
                        world.claims(host));
                return apply.run(tasks.applyTask(attempt, sorted.iterator(), ports));
            }));
        }
        return report;
    }

    @Override
    public IdentityFindings repeatedIdentities(List<Long> buckets, List<Long> neighbours, long before) {
        TaskPlan plan = world.plan();
        Set<Long> asked = new TreeSet<>(buckets);
        CopiesFound found = new CopiesFound(asked);
        int maxListed = faults.random().nextInt(4);
        for (int range : world.shuffled(RANGES)) {
            tried("identities-" + range, (host, attempt) -> {
                        IdentityRange identities = new IdentityRange(asked, plan.horizon(), maxListed);
                        FaultyRecord record = new FaultyRecord(world, host);
                        neighbours.forEach(bucket -> record.identities(bucket, Batches.before(before))
                                .forEachRemaining(halves -> identities.add(bucket, inRange(halves, range), 0)));
                        return identities.find();
                    })
                    .forEach(found);
        }
        Map<Long, long[]> candidates = found.candidates();
        List<Occurrence> occurrences =
                tried("occurrences", (host, attempt) -> new OccurrenceTask(plan, candidates, before)
                        .find(new FaultyRecord(world, host), List.copyOf(candidates.keySet())));
        return new IdentityFindings(found.copies(), occurrences);
    }

    /** The parts of a search in any order. */
    @Override
    public <R extends Serializable> List<R> search(List<? extends SearchTask<R>> tasks) {
        List<R> results = new ArrayList<>(Collections.nCopies(tasks.size(), null));
        for (int task : world.shuffled(tasks.size())) {
            String name = tasks.get(task).getClass().getSimpleName() + "-" + task;
            results.set(
                    task, tried(name, (host, attempt) -> heard(tasks.get(task).run(new FaultyRecord(world, host)))));
        }
        return results;
    }

    /** With those rules off, lookups find nothing, so that buckets count as free of copies, or no deletions. */
    @SuppressWarnings("unchecked") // of the same type
    private <R extends Serializable> R heard(R result) {
        if (faults.off(Off.DELETIONS_ELSEWHERE) && result instanceof List<?> found) {
            found.removeIf(one -> one instanceof Occurrence occurrence && occurrence.deletion());
        }
        return faults.off(Off.PROOF_LOOKS_FOR_COPIES) && result instanceof long[] ? (R) new long[0] : result;
    }

    private static long[] inRange(long[] halves, int range) {
        return Arrays.stream(halves)
                .filter(half -> Long.remainderUnsigned(half, RANGES) == range)
                .toArray();
    }

    /** With marks switched off the driver does not hear which buckets were touched. */
    private ApplyReport heard(ApplyReport report) {
        if (!faults.off(Off.MARKS)) {
            return report;
        }
        List<TaskStats> untouched = report.stats().stream()
                .map(stats -> new TaskStats(stats.books(), stats.recounts()))
                .toList();
        return new ApplyReport(
                report.rows(),
                report.written(),
                report.deleted(),
                report.already(),
                report.same(),
                report.drifted(),
                report.drifts(),
                report.damaged(),
                untouched,
                report.retried());
    }

    private <T> T tried(String task, Work<T> work) {
        for (int attempt = 0; ; attempt++) {
            process.alive();
            int number = attempt;
            Host host = process.attempt(task, number);
            try {
                return work.run(host, number);
            } catch (Host.Crash crash) {
                goesOn(host, () -> work.run(Host.ghost(host.toString()), number));
                throw crash;
            } catch (Host.TaskFailure | StoreException failure) {
                goesOn(host, () -> work.run(Host.ghost(host.toString()), number));
                if (attempt + 1 == MAX_ATTEMPTS) {
                    throw new GivenUp(task, failure);
                }
            }
        }
    }

    /** An attempt that counts as failed may still be running somewhere, and do all its work again, late. */
    private void goesOn(Host host, Runnable again) {
        if (faults.random().nextInt(3) == 0) {
            world.besides("ghost of " + host, again);
        }
    }
}
