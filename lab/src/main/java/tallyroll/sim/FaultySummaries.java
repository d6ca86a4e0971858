package tallyroll.sim;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.WriteOutcome;

/** The summaries as one attempt of a task reaches them: answers get lost, writes are refused, land by half, or late. */
final class FaultySummaries implements SummaryStore {
    private final World world;
    private final Host host;
    private final Faults faults;
    private final Set<Partition> forgotten = new HashSet<>();

    FaultySummaries(World world, Host host) {
        this.world = world;
        this.host = host;
        faults = world.faults();
    }

    @Override
    public CompletionStage<List<SummaryRow>> read(Partition partition, long from, long to) {
        host.alive();
        world.step();
        if (faults.fails(host)) {
            switch (faults.random().nextInt(3)) {
                case 0 -> throw died("reading " + partition.table().name());
                case 1 ->
                    world.pause(host, "before reading " + partition.table().name());
                default -> {
                    faults.say("  read refused to " + host);
                    return InFlightStage.failed(world, new StoreException("no answer to a read", null));
                }
            }
        }
        List<SummaryRow> rows = faults.off(Off.WHOLE_ROWS)
                ? world.ledger().read(partition, from, to)
                : world.summaries()
                        .read(partition, from, to)
                        .toCompletableFuture()
                        .join();
        boolean blind = faults.off(Off.APPLIED_ONCE) || forgotten.contains(partition);
        List<SummaryRow> given = blind
                ? rows.stream()
                        .map(row -> new SummaryRow(row.bucket(), 0, row.values()))
                        .toList()
                : rows;
        if (faults.fails(host)) {
            world.pause(host, "between reading and writing " + partition.table().name());
        }
        world.step();
        return InFlightStage.answered(world, given);
    }

    @Override
    public CompletionStage<WriteOutcome> write(Partition partition, List<RowWrite> rows, long writeTimestamp) {
        long at = writeTimestamp(writeTimestamp);
        List<Runnable> landings = new ArrayList<>();
        rows.forEach(row -> landings.add(() -> put(partition, row, at)));
        return answer(partition, "write", landings);
    }

    @Override
    public CompletionStage<WriteOutcome> delete(Partition partition, List<Long> buckets, long writeTimestamp) {
        long at = writeTimestamp(writeTimestamp);
        List<Runnable> landings = new ArrayList<>();
        buckets.forEach(bucket -> landings.add(() -> remove(partition, bucket, at)));
        return answer(partition, "delete", landings);
    }

    private CompletionStage<WriteOutcome> answer(Partition partition, String verb, List<Runnable> landings) {
        host.alive();
        world.step();
        String what = verb + " of " + landings.size() + " rows of "
                + partition.table().name() + " by " + host;
        if (!faults.fails(host)) {
            return faults.takesTime() ? underWay(landings) : InFlightStage.answered(world, landed(landings));
        }
        WriteOutcome outcome = failed(what, landings);
        faults.say("  " + what + ": " + outcome);
        if (outcome instanceof WriteOutcome.Unknown && faults.off(Off.UNKNOWN_IS_NOT_DONE)) {
            return InFlightStage.answered(world, WriteOutcome.WRITTEN);
        }
        if (outcome instanceof WriteOutcome.Unknown && faults.off(Off.UNKNOWN_IS_NOT_FAILED)) {
            forgotten.add(partition);
        }
        return InFlightStage.answered(world, outcome);
    }

    private static WriteOutcome landed(List<Runnable> landings) {
        landings.forEach(Runnable::run);
        return WriteOutcome.WRITTEN;
    }

    /** Row by row, in any order, while others go on; the answer comes behind the last one. */
    private CompletionStage<WriteOutcome> underWay(List<Runnable> landings) {
        InFlightStage<WriteOutcome> answer = new InFlightStage<>(world);
        int[] left = {landings.size()};
        for (Runnable landing : landings) {
            faults.onItsWay(() -> {
                landing.run();
                left[0]--;
                if (left[0] == 0) {
                    answer.complete(WriteOutcome.WRITTEN);
                }
            });
        }
        return answer;
    }

    private WriteOutcome failed(String what, List<Runnable> landings) {
        int half = faults.random().nextInt(landings.size() + 1);
        switch (faults.random().nextInt(9)) {
            case 0 -> {
                return new WriteOutcome.Refused("overloaded");
            }
            case 1 -> {
                return new WriteOutcome.Unknown("no answer, nothing done");
            }
            case 2 -> {
                landings.forEach(Runnable::run);
                return new WriteOutcome.Unknown("no answer, all done");
            }
            case 3 -> {
                landings.subList(0, half).forEach(Runnable::run);
                List<Runnable> rest = List.copyOf(landings.subList(half, landings.size()));
                faults.later(what, () -> rest.forEach(Runnable::run));
                return new WriteOutcome.Unknown("no answer, part done, the rest is on its way");
            }
            case 4, 5 -> {
                landings.subList(0, half).forEach(Runnable::run);
                List<Runnable> rest = List.copyOf(landings.subList(half, landings.size()));
                faults.later(what, () -> rest.forEach(Runnable::run));
                throw died("half of a " + what);
            }
            case 6 -> {
                landings.forEach(Runnable::run);
                throw died("the answer to a " + what);
            }
            case 7 -> {
                world.pause(host, "before a " + what);
                landings.forEach(Runnable::run);
                return WriteOutcome.WRITTEN;
            }
            default -> {
                landings.forEach(Runnable::run);
                world.pause(host, "after a " + what);
                return WriteOutcome.WRITTEN;
            }
        }
    }

    private RuntimeException died(String when) {
        RuntimeException end = faults.random().nextBoolean() ? host.crash() : host.fail();
        faults.say("  " + end.getMessage() + " at " + when);
        return end;
    }

    private long writeTimestamp(long claimed) {
        if (faults.off(Off.TIMESTAMPS_CONSTANT)) {
            return 1_000;
        }
        return faults.off(Off.TIMESTAMPS_TASK_CLOCK) ? world.skewed(host) : claimed;
    }

    private void put(Partition partition, RowWrite write, long writeTimestamp) {
        SummaryRow row = faults.off(Off.WIDE_SUMS) ? narrowed(write.row()) : write.row();
        SummaryRow before = faults.off(Off.WHOLE_ROWS) ? write.stored() : null;
        world.ledger().written(partition, row, before, writeTimestamp);
        world.summaries()
                .write(partition, List.of(new RowWrite(row, write.stored())), writeTimestamp)
                .toCompletableFuture()
                .join();
    }

    private void remove(Partition partition, long bucket, long writeTimestamp) {
        world.ledger().deleted(partition, bucket, writeTimestamp);
        world.summaries()
                .delete(partition, List.of(bucket), writeTimestamp)
                .toCompletableFuture()
                .join();
    }

    /** The sum of column 1 in 32 bits. */
    private static SummaryRow narrowed(SummaryRow row) {
        Object[] values = row.values().clone();
        int wrapped = ((Number) values[1]).intValue();
        values[1] = values[1] instanceof BigInteger ? BigInteger.valueOf(wrapped) : Long.valueOf(wrapped);
        return new SummaryRow(row.bucket(), row.batch(), values);
    }

    @Override
    public void scan(RollupTable table, int slice, int slices, BiConsumer<GroupKey, Long> visitor) {
        host.alive();
        world.step();
        if (faults.fails(host)) {
            faults.say("  scan refused to " + host);
            throw new StoreException("no answer to a scan", null);
        }
        Map<GroupKey, List<Long>> rows = new LinkedHashMap<>();
        world.summaries()
                .scan(table, slice, slices, (group, bucket) -> rows.computeIfAbsent(group, none -> new ArrayList<>())
                        .add(bucket));
        rows.forEach((group, buckets) -> buckets.forEach(bucket -> visitor.accept(group, bucket)));
    }

    @Override
    public Iterator<Located> partitions(RollupTable table, long fromPlace) {
        host.alive();
        world.step();
        return world.summaries().partitions(table, fromPlace);
    }

    @Override
    public CompletionStage<Boolean> holdsRows(Partition partition) {
        host.alive();
        world.step();
        return world.summaries().holdsRows(partition);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
