package tallyroll.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import tallyroll.cli.Column;
import tallyroll.cli.Console;
import tallyroll.cli.Table;
import tallyroll.server.LocalServers;

/**
 * What the search for copies costs, over real tables: at growing ages of the record, and for records of very many small buckets. Its
 * parts run in as many threads as there are processors; Spark's share is left out.
 */
final class SettlingBench {
    private static final long HOUR = 3_600_000_000L;
    private static final long MINUTE = 60_000_000L;
    private static final long NOW = 1_700_000_000_000_000L / HOUR * HOUR;
    private static final int HOURS_A_DAY = 24;
    private static final int WARM_UP_SEARCHES = 1_000;
    /** As a search for all that is due takes them. */
    private static final int BUCKETS_A_SEARCH = 20_000;

    private static final int SPARSE_BUCKETS = 40_000;
    private static final int YEARS_EVENTS = 168_000;
    private static final int YEARS_HOURS = 22 * 8_766;

    private final Console console;
    private final LocalServers servers;
    private final CqlSession session;
    private final Table.Builder table = Table.of(
            Column.text("record"),
            Column.number("events"),
            Column.number("searched for", "events"),
            Column.number("wall", "s"),
            Column.number("driver", "µs CPU/event"),
            Column.number("cassandra", "µs CPU/event"),
            Column.number("identities read", "bytes/event"),
            Column.number("index read", "bytes/event"),
            Column.number("index written", "bytes/event"));

    SettlingBench(Console console, LocalServers servers, CqlSession session) {
        this.console = console;
        this.servers = servers;
        this.session = session;
    }

    Table table() {
        return table.build();
    }

    /**
     * Settles two days of new buckets, one after the other, at each age. Before, searches nobody counts, until both processes have
     * compiled what they run; the youngest record is measured once more at the end, to tell what age costs from what order does.
     *
     * @param days ascending
     */
    void ages(List<Integer> days, int perBucket) {
        try (SyntheticRecord warm = fresh("bench_warm", "1h")) {
            grow(warm, 0, 1, perBucket);
            settle(warm, NOW, WARM_UP_SEARCHES, perBucket, new Measured(warm));
        }
        ages("bench_ages", days, perBucket, "");
        ages("bench_again", days.subList(0, 1), perBucket, ", measured last");
    }

    private void ages(String keyspace, List<Integer> days, int perBucket, String remark) {
        try (SyntheticRecord record = fresh(keyspace, "1h")) {
            int old = 0;
            long next = NOW;
            for (int age : days) {
                grow(record, old, age, perBucket);
                old = age;
                console.note("%d days are recorded".formatted(age));
                Measured measured = new Measured(record);
                next = settle(record, next, 2 * HOURS_A_DAY, perBucket, measured);
                measured.row(age + " days" + remark, 2L * HOURS_A_DAY * perBucket);
            }
        }
    }

    /** Puts earlier days before a record of so many. */
    private static void grow(SyntheticRecord record, int days, int until, int perBucket) {
        for (int old = days; old < until; old++) {
            long end = NOW - (long) old * HOURS_A_DAY * HOUR;
            List<Long> day = LongStream.rangeClosed(1, HOURS_A_DAY)
                    .mapToObj(hour -> end - hour * HOUR)
                    .toList();
            record.add(day, perBucket);
            record.search(day);
        }
    }

    /** Adds hours from one on, and searches for each; returns the one after the last. */
    private static long settle(SyntheticRecord record, long from, int hours, int perBucket, Measured measured) {
        long next = from;
        for (int hour = 0; hour < hours; hour++, next += HOUR) {
            record.add(List.of(next), perBucket);
            measured.search(List.of(next));
        }
        return next;
    }

    /** 80,000 events in 40,000 buckets of a minute, all due. */
    void sparse() {
        List<Long> minutes = LongStream.range(0, SPARSE_BUCKETS)
                .mapToObj(minute -> NOW + minute * MINUTE)
                .toList();
        all("bench_sparse", "1m", minutes, 2, "sparse");
    }

    /** 168,000 events in the hours of 22 years, all due. */
    void years() {
        SplittableRandom random = new SplittableRandom(1);
        TreeSet<Long> hours = new TreeSet<>();
        for (int i = 0; i < YEARS_EVENTS; i++) {
            hours.add(NOW - random.nextInt(YEARS_HOURS) * HOUR);
        }
        all("bench_years", "1h", List.copyOf(hours), 1, "22 years");
    }

    private void all(String keyspace, String bucket, List<Long> buckets, int perBucket, String what) {
        try (SyntheticRecord record = fresh(keyspace, bucket)) {
            record.add(buckets, perBucket);
            console.note("%s: %,d buckets are recorded".formatted(what, buckets.size()));
            Measured measured = new Measured(record);
            for (int from = 0; from < buckets.size(); from += BUCKETS_A_SEARCH) {
                measured.search(
                        new ArrayList<>(buckets.subList(from, Math.min(buckets.size(), from + BUCKETS_A_SEARCH))));
            }
            measured.row(what, (long) buckets.size() * perBucket);
        }
    }

    /** Many events in one bucket, with as many in the one before. */
    void large(int events) {
        try (SyntheticRecord record = fresh("bench_large", "1h")) {
            record.add(List.of(NOW), events);
            record.search(List.of(NOW));
            record.add(List.of(NOW + HOUR), events);
            console.note("two buckets of %,d events are recorded".formatted(events));
            Measured measured = new Measured(record);
            measured.search(List.of(NOW + HOUR));
            measured.row("one large bucket", events);
        }
    }

    private SyntheticRecord fresh(String keyspace, String bucket) {
        session.execute("DROP KEYSPACE IF EXISTS " + keyspace);
        return new SyntheticRecord(keyspace, bucket, servers.contactPoint());
    }

    /** Sums up searches. */
    private final class Measured {
        private final SyntheticRecord record;
        private final CountedRecord counted;
        private long nanos;
        private long driverMillis;
        private long nodeMillis;
        private long identityBytes;
        private long pageBytes;
        private long writtenBytes;

        Measured(SyntheticRecord record) {
            this.record = record;
            counted = record.record();
        }

        void search(List<Long> buckets) {
            long began = System.nanoTime();
            driverMillis -= Cpu.millis(ProcessHandle.current().pid());
            nodeMillis -= Cpu.millis(servers.cassandra().pid());
            identityBytes -= counted.identityBytes.get();
            pageBytes -= counted.pageBytes.get();
            writtenBytes -= counted.writtenBytes.get();
            record.search(buckets);
            nanos += System.nanoTime() - began;
            driverMillis += Cpu.millis(ProcessHandle.current().pid());
            nodeMillis += Cpu.millis(servers.cassandra().pid());
            identityBytes += counted.identityBytes.get();
            pageBytes += counted.pageBytes.get();
            writtenBytes += counted.writtenBytes.get();
        }

        void row(String what, long events) {
            table.row(
                    what,
                    record.events(),
                    events,
                    Math.round(nanos / 1e7) / 100.0,
                    Cost.micros(driverMillis, events),
                    Cost.micros(nodeMillis, events),
                    tenths(identityBytes, events),
                    tenths(pageBytes, events),
                    tenths(writtenBytes, events));
            console.note("%s: %.1f s".formatted(what, nanos / 1e9));
        }

        private double tenths(long bytes, long events) {
            return Math.round(bytes * 10.0 / events) / 10.0;
        }
    }
}
