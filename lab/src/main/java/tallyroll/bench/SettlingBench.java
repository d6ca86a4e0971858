package tallyroll.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
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
    private static final int WARM_UP_SEARCHES = 100;
    private static final int ROUNDS = 9;
    private static final int HOURS_A_ROUND = 12;
    private static final int EVENTS_A_BATCH = 1_000_000;
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
     * Settles new buckets one after the other behind records of these ages, half a day at a time of each in turn: so what else the
     * machine does, and what grows warm, is the same for all. The medians count. Before, searches nobody counts, until both processes
     * have compiled what they run.
     */
    void ages(List<Integer> days, int perBucket) {
        try (SyntheticRecord warm = fresh("bench_warm", "1h")) {
            grow(warm, 0, 1, perBucket);
            settle(warm, NOW, WARM_UP_SEARCHES, perBucket, new Measured(warm));
        }
        Map<Integer, SyntheticRecord> records = new LinkedHashMap<>();
        Map<Integer, List<Measured>> measured = new LinkedHashMap<>();
        for (int age : days) {
            SyntheticRecord record = fresh("bench_" + age + "_days", "1h");
            grow(record, 0, age, perBucket);
            records.put(age, record);
            measured.put(age, new ArrayList<>());
            console.note("%d days are recorded".formatted(age));
        }
        long next = NOW;
        for (int round = 0; round < ROUNDS; round++, next += HOURS_A_ROUND * HOUR) {
            for (int age : days) {
                Measured one = new Measured(records.get(age));
                settle(records.get(age), next, HOURS_A_ROUND, perBucket, one);
                measured.get(age).add(one);
            }
        }
        days.forEach(age -> row(age + " days", (long) HOURS_A_ROUND * perBucket, measured.get(age)));
        records.values().forEach(SyntheticRecord::close);
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

    /** Adds hours from one on, and searches for each. */
    private static void settle(SyntheticRecord record, long from, int hours, int perBucket, Measured measured) {
        for (int hour = 0; hour < hours; hour++) {
            record.add(List.of(from + hour * HOUR), perBucket);
            measured.search(List.of(from + hour * HOUR));
        }
    }

    /** 80,000 events in 40,000 buckets of a minute, all due. */
    void sparse() {
        List<Long> minutes = LongStream.range(0, SPARSE_BUCKETS)
                .mapToObj(minute -> NOW + minute * MINUTE)
                .toList();
        all("bench_sparse", "1m", List.of(minutes), 2, "sparse");
    }

    /** 168,000 events in the hours of 22 years, all due. */
    void years() {
        SplittableRandom random = new SplittableRandom(1);
        List<List<Long>> rounds = new ArrayList<>();
        TreeMap<Long, Integer> hours = new TreeMap<>();
        for (int i = 0; i < YEARS_EVENTS; i++) {
            hours.merge(NOW - random.nextInt(YEARS_HOURS) * HOUR, 1, Integer::sum);
        }
        int most = hours.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        for (int round = 0; round < most; round++) {
            int more = round;
            rounds.add(hours.keySet().stream()
                    .filter(hour -> hours.get(hour) > more)
                    .toList());
        }
        all("bench_years", "1h", rounds, 1, "22 years");
    }

    /** @param rounds the buckets of the first events, those of further ones among them */
    private void all(String keyspace, String bucket, List<List<Long>> rounds, int perBucket, String what) {
        try (SyntheticRecord record = fresh(keyspace, bucket)) {
            rounds.forEach(buckets -> record.add(buckets, perBucket));
            List<Long> all = rounds.get(0);
            console.note("%s: %,d buckets are recorded".formatted(what, all.size()));
            Measured measured = new Measured(record);
            for (int from = 0; from < all.size(); from += BUCKETS_A_SEARCH) {
                measured.search(new ArrayList<>(all.subList(from, Math.min(all.size(), from + BUCKETS_A_SEARCH))));
            }
            row(what, record.events(), List.of(measured));
        }
    }

    /** Many events in one bucket, with as many in the one before. */
    void large(long events) {
        try (SyntheticRecord record = fresh("bench_large", "1h")) {
            add(record, NOW, events);
            record.search(List.of(NOW));
            add(record, NOW + HOUR, events);
            console.note("two buckets of %,d events are recorded".formatted(events));
            Measured measured = new Measured(record);
            measured.search(List.of(NOW + HOUR));
            row("one large bucket", events, List.of(measured));
        }
    }

    private static void add(SyntheticRecord record, long bucket, long events) {
        for (long left = events; left > 0; left -= EVENTS_A_BATCH) {
            record.add(List.of(bucket), (int) Math.min(left, EVENTS_A_BATCH));
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
    }

    /** @param events searched for in each of the measurements, the medians of which count */
    private void row(String what, long events, List<Measured> rounds) {
        table.row(
                what,
                rounds.get(rounds.size() - 1).record.events(),
                events,
                Math.round(median(rounds, one -> one.nanos) / 1e7) / 100.0,
                Cost.micros(median(rounds, one -> one.driverMillis), events),
                Cost.micros(median(rounds, one -> one.nodeMillis), events),
                tenths(median(rounds, one -> one.identityBytes), events),
                tenths(median(rounds, one -> one.pageBytes), events),
                tenths(median(rounds, one -> one.writtenBytes), events));
        console.note("%s: %.1f s".formatted(what, median(rounds, one -> one.nanos) / 1e9));
    }

    private static long median(List<Measured> rounds, ToLongFunction<Measured> figure) {
        return rounds.stream()
                .mapToLong(figure)
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static double tenths(long bytes, long events) {
        return Math.round(bytes * 10.0 / events) / 10.0;
    }
}
