package tallyroll.search;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import tallyroll.flow.Horizon;
import tallyroll.record.IdentityRun;

/**
 * Divides the comparison of new runs into tasks that hold a bounded number of identities: a long run in slices of hashes, short ones
 * of buckets near each other together.
 *
 * @param all the runs to compare with, the new ones too
 * @param maxKeys how many identities of new runs a task may hold, about
 */
record Lookups(Horizon horizon, List<IdentityRun> all, NavigableSet<IdentityRun> fresh, int maxKeys) {
    private static final int MAX_TOGETHER = 256;

    List<Lookup> tasks() {
        TreeSet<IdentityRun> sorted = new TreeSet<>(all);
        List<Lookup> tasks = new ArrayList<>();
        List<IdentityRun> together = new ArrayList<>();
        long events = 0;
        for (IdentityRun run : fresh) {
            boolean near = together.isEmpty()
                    || horizon.from(run.bucket()) <= last(together).bucket();
            if (!near || events + run.events() > maxKeys || together.size() == MAX_TOGETHER) {
                add(tasks, together, sorted);
                together = new ArrayList<>();
                events = 0;
            }
            together.add(run);
            events += run.events();
        }
        add(tasks, together, sorted);
        return tasks;
    }

    private void add(List<Lookup> tasks, List<IdentityRun> keys, TreeSet<IdentityRun> sorted) {
        if (keys.isEmpty()) {
            return;
        }
        long from = horizon.from(keys.get(0).bucket());
        long until = horizon.until(last(keys).bucket());
        SortedSet<IdentityRun> within = sorted.subSet(firstOf(from), firstOf(until));
        List<Lookup.Other> others = within.stream()
                .map(run -> new Lookup.Other(run, fresh.contains(run)))
                .toList();
        long events = keys.stream().mapToLong(IdentityRun::events).sum();
        int bits = 0;
        while (events >> bits > maxKeys) {
            bits++;
        }
        for (int slice = 0; slice < 1 << bits; slice++) {
            tasks.add(new Lookup(horizon, List.copyOf(keys), others, bits, slice));
        }
    }

    private static IdentityRun last(List<IdentityRun> runs) {
        return runs.get(runs.size() - 1);
    }

    /** Before all runs of a bucket. */
    private static IdentityRun firstOf(long bucket) {
        return new IdentityRun(bucket, 0, 1, 0, 0);
    }
}
