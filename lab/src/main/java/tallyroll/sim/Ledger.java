package tallyroll.sim;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;

/**
 * Sees every write that reaches the stores and keeps summary rows as Cassandra does, column by column, each with the write timestamp of
 * its last write. Says at once when a rule is broken that can be seen in a single write.
 */
final class Ledger {
    private final Consumer<String> broken;
    private final Map<Spot, Row> rows = new HashMap<>();
    /** The rows that are there, as numbers. */
    private final Map<Spot, List<BigDecimal>> live = new HashMap<>();

    private final Map<Spot, Map<Long, List<Object>>> contents = new HashMap<>();
    private final Map<Spot, Integer> recorded = new HashMap<>();
    private final Set<List<Object>> recordedKeys = new HashSet<>();

    /** One row: a value and a write timestamp per column, and the write timestamp of its last deletion. */
    private static final class Row {
        private Object[] values = {};
        private long[] writeTimestamps = {};
        private long deleted = Long.MIN_VALUE;
        private long bucket;

        long newest() {
            long newest = deleted;
            for (long writeTimestamp : writeTimestamps) {
                newest = Math.max(newest, writeTimestamp);
            }
            return newest;
        }

        boolean live() {
            return newest() > deleted;
        }

        boolean whole() {
            for (long writeTimestamp : writeTimestamps) {
                if (writeTimestamp != writeTimestamps[0]) {
                    return false;
                }
            }
            return true;
        }
    }

    Ledger(Consumer<String> broken) {
        this.broken = broken;
    }

    /** An event landed in the record. */
    void recorded(long batch, Place place, Fact fact) {
        if (fact == null) {
            broken.accept("R18: batch " + batch + " recorded what is no event: " + place);
            return;
        }
        if (fact.gone() || !recordedKeys.add(List.of(batch, place, fact))) {
            return;
        }
        for (Grid grid : Grid.ALL) {
            for (int grain = 0;
                    grid.counts().test(fact) && grain < grid.grains().size();
                    grain++) {
                recorded.merge(grid.spot(grain, fact), 1, Integer::sum);
            }
        }
    }

    /**
     * A write landed.
     *
     * @param before the row that the writer wants replaced, where only the columns that differ from it are written; null for a
     *     whole row
     */
    void written(Partition partition, SummaryRow row, SummaryRow before, long writeTimestamp) {
        Spot spot = spot(partition, row.bucket());
        List<Object> content = new ArrayList<>(Arrays.asList(row.values()));
        content.add(row.batch());
        Row stored = rows.computeIfAbsent(spot, none -> new Row());
        if (stored.values.length == 0) {
            stored.values = new Object[content.size()];
            stored.writeTimestamps = new long[content.size()];
            stored.bucket = row.bucket();
            Arrays.fill(stored.writeTimestamps, Long.MIN_VALUE);
        }
        sameTimestamp(spot, stored, writeTimestamp, content);
        for (int i = 0; i < stored.values.length; i++) {
            boolean changed = before == null
                    || i == stored.values.length - 1
                    || !Objects.equals(before.values()[i], content.get(i));
            if (changed && writeTimestamp >= stored.writeTimestamps[i] && writeTimestamp > stored.deleted) {
                stored.values[i] = content.get(i);
                stored.writeTimestamps[i] = writeTimestamp;
            }
        }
        keep(spot, stored);
        check(spot, stored, row);
    }

    private void keep(Spot spot, Row row) {
        if (row.live()) {
            live.put(spot, numbers(Arrays.copyOf(row.values, row.values.length - 1)));
        } else {
            live.remove(spot);
        }
    }

    void deleted(Partition partition, long bucket, long writeTimestamp) {
        Spot spot = spot(partition, bucket);
        Row row = rows.computeIfAbsent(spot, none -> new Row());
        sameTimestamp(spot, row, writeTimestamp, List.of("deleted"));
        row.deleted = Math.max(row.deleted, writeTimestamp);
        keep(spot, row);
    }

    /** What is older than what stands cannot be seen any more, whatever it says. */
    private void sameTimestamp(Spot spot, Row row, long writeTimestamp, List<Object> content) {
        if (writeTimestamp < row.newest()) {
            return;
        }
        List<Object> other =
                contents.computeIfAbsent(spot, none -> new HashMap<>()).putIfAbsent(writeTimestamp, content);
        if (other != null && !other.equals(content)) {
            broken.accept("R3: two different writes of " + spot + " share write timestamp " + writeTimestamp + ": "
                    + other + " and " + content);
        }
    }

    private void check(Spot spot, Row stored, SummaryRow row) {
        if (!stored.whole()) {
            broken.accept(
                    "R5: WRITETIMEs of one row differ at " + spot + ": " + Arrays.toString(stored.writeTimestamps));
        }
        long counted = ((Number) row.values()[0]).longValue();
        if (counted > recorded.getOrDefault(spot, 0)) {
            broken.accept("R6: " + spot + " counts " + counted + " events in batch " + row.batch()
                    + ", the record holds " + recorded.getOrDefault(spot, 0));
        }
    }

    /** The rows as column-wise storage gives them. */
    List<SummaryRow> read(Partition partition, long from, long to) {
        NavigableMap<Long, SummaryRow> found = new TreeMap<>();
        rows.forEach((spot, row) -> {
            boolean here = spot.equals(spot(partition, row.bucket)) && row.bucket >= from && row.bucket <= to;
            if (here && row.live()) {
                int columns = row.values.length - 1;
                found.put(
                        row.bucket,
                        new SummaryRow(row.bucket, (Long) row.values[columns], Arrays.copyOf(row.values, columns)));
            }
        });
        return List.copyOf(found.values());
    }

    /** The live rows, as numbers. */
    Map<Spot, List<BigDecimal>> rows() {
        return live;
    }

    static List<BigDecimal> numbers(Object[] values) {
        List<BigDecimal> numbers = new ArrayList<>(values.length);
        for (Object value : values) {
            if (value instanceof BigDecimal decimal) {
                numbers.add(decimal);
            } else if (value instanceof BigInteger integer) {
                numbers.add(new BigDecimal(integer));
            } else if (value instanceof Double inexact) {
                numbers.add(new BigDecimal(inexact));
            } else if (value instanceof Long whole) {
                numbers.add(BigDecimal.valueOf(whole));
            }
        }
        return numbers;
    }

    static Spot spot(Partition partition, long bucket) {
        return new Spot(partition.table().name(), group(partition.group().bytes()), bucket);
    }

    /** A group of one short string: its length, then its UTF-8 bytes. */
    static String group(byte[] key) {
        return new String(key, 1, key[0], StandardCharsets.UTF_8);
    }
}
