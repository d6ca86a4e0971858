package tallyroll.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The index in memory, for the simulation and for tests; a late write to a forgotten bucket loses here as it does in Cassandra. */
final class MemoryIndex implements IdentityIndex {
    private final TreeMap<IdentityRun, TreeMap<Integer, byte[]>> pages = new TreeMap<>();
    private final Set<IdentityRun> listed = new TreeSet<>();
    private final TreeMap<Long, TreeMap<String, Finding>> findings = new TreeMap<>();
    private final Map<Long, Long> forgotten = new HashMap<>();

    @Override
    public synchronized List<IdentityRun> runs(long from, long until) {
        return listed.stream()
                .filter(run -> from <= run.bucket() && run.bucket() < until)
                .toList();
    }

    @Override
    public synchronized Iterator<Page> pages(IdentityRun run, int first, int until) {
        return pages.getOrDefault(run, new TreeMap<>()).subMap(first, until).entrySet().stream()
                .map(page -> new Page(run, page.getKey(), page.getValue()))
                .toList()
                .iterator();
    }

    @Override
    public synchronized Iterator<Page> wholes(long from, long until) {
        List<Page> wholes = new ArrayList<>();
        for (IdentityRun run : runs(from, until)) {
            if (run.whole()) {
                pages(run, 0, 1).forEachRemaining(wholes::add);
            }
        }
        return wholes.iterator();
    }

    @Override
    public synchronized void write(IdentityRun run, int first, Iterator<byte[]> written, long writeTimestamp) {
        if (late(run.bucket(), writeTimestamp)) {
            return;
        }
        TreeMap<Integer, byte[]> stored = pages.computeIfAbsent(run, none -> new TreeMap<>());
        for (int number = first; written.hasNext(); number++) {
            stored.put(number, written.next());
        }
        if (run.whole()) {
            enter(run);
        }
    }

    @Override
    public synchronized void list(IdentityRun run, long writeTimestamp) {
        if (!late(run.bucket(), writeTimestamp)) {
            enter(run);
        }
    }

    /** In place of one of the same batches, which may have had another number of events. */
    private void enter(IdentityRun run) {
        listed.remove(run);
        listed.add(run);
    }

    @Override
    public synchronized void dropRuns(List<IdentityRun> runs, long writeTimestamp) {
        listed.removeAll(Set.copyOf(runs));
        pages.keySet().removeAll(Set.copyOf(runs));
    }

    @Override
    public synchronized List<Finding> findings(long from, long until) {
        return findings.subMap(from, until).values().stream()
                .flatMap(some -> some.values().stream())
                .toList();
    }

    @Override
    public synchronized void keep(List<Finding> some, long writeTimestamp) {
        some.stream()
                .filter(finding -> !late(finding.bucket(), writeTimestamp))
                .forEach(finding -> findings.computeIfAbsent(finding.bucket(), none -> new TreeMap<>())
                        .put(key(finding), finding));
    }

    @Override
    public synchronized void dropFindings(List<Finding> some, long writeTimestamp) {
        some.forEach(finding ->
                findings.getOrDefault(finding.bucket(), new TreeMap<>()).remove(key(finding)));
    }

    @Override
    public synchronized void forget(long bucket, long writeTimestamp) {
        forgotten.merge(bucket, writeTimestamp, Math::max);
        pages.keySet().removeIf(run -> run.bucket() == bucket);
        listed.removeIf(run -> run.bucket() == bucket);
        findings.remove(bucket);
    }

    private boolean late(long bucket, long writeTimestamp) {
        return writeTimestamp <= forgotten.getOrDefault(bucket, Long.MIN_VALUE);
    }

    private static String key(Finding finding) {
        return "%019d/%016x".formatted(finding.through(), finding.digest());
    }
}
