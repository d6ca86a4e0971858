package tallyroll.sim;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The simulated topic and who publishes to it: new events, duplicates of old ones on any partition, the same identity with other
 * content, events hours late, records that are no events.
 */
final class Topic {
    private static final long MINUTE = 60_000_000L;
    private static final long HOUR = 60 * MINUTE;
    private static final List<String> PLACES = List.of("Bonn", "Köln", "Aachen", "x", "");
    private static final List<String> KINDS = List.of("sale", "refund");
    private static final List<String> BROKEN = List.of(
            "",
            "{",
            "[]",
            "not json",
            "{\"id\":\"q\"}",
            "{\"id\":\"q\",\"at\":\"yesterday\"}",
            "{\"at\":\"2026-03-28T00:00:00Z\"}");

    /** The amount of an event whose condition cannot be evaluated. */
    static final long POISON = 7_777_777;

    private static final int LONGER_THAN_A_KEY = 66_000;

    private final RandomGenerator random;
    private final boolean moved;
    private final List<Log> partitions = new ArrayList<>();
    private final Map<Integer, Long> starts = new HashMap<>();
    private final List<Fact> published = new ArrayList<>();
    /** How many logs there were. */
    private int logs;
    /** How often it was deleted and re-created. */
    private int number = 1;

    /** @param moved whether an identity may come again in another record bucket */
    Topic(RandomGenerator random, boolean moved) {
        this.random = random;
        this.moved = moved;
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            partitions.add(new Log(++logs));
        }
    }

    /** Another for each time that it was re-created. */
    String id() {
        return "topic-" + number;
    }

    /** What is there now of a partition. */
    Log log(int partition) {
        return partitions.get(partition);
    }

    /** It is deleted and re-created, with nothing in it. */
    void replace(int count) {
        number++;
        partitions.clear();
        starts.clear();
        for (int i = 0; i < count; i++) {
            partitions.add(new Log(++logs));
        }
    }

    /** A partition loses its end to a leader that never had it. */
    void cutOff(int partition, long at) {
        partitions.set(partition, partitions.get(partition).cutOff(at, ++logs));
    }

    int partitions() {
        return partitions.size();
    }

    /** One past the last offset. */
    long end(int partition) {
        return partitions.get(partition).end();
    }

    /** The first offset that is still kept. */
    long start(int partition) {
        return starts.getOrDefault(partition, 0L);
    }

    /** Drops what is before an offset. */
    void forget(int partition, long until) {
        starts.put(partition, until);
    }

    Sent at(int partition, long offset) {
        return partitions.get(partition).at(offset);
    }

    /** Publishes some records at a moment, µs; now and then to a partition that is new. */
    void publish(long now, int max) {
        if (random.nextInt(20) == 0 && partitions.size() < 5) {
            partitions.add(new Log(++logs));
        }
        for (int left = random.nextInt(max + 1); left > 0; left--) {
            Log log = partitions.get(random.nextInt(partitions.size()));
            log.add(next(now, log));
        }
    }

    private Sent next(long now, Log log) {
        int dice = random.nextInt(100);
        if (dice < 4) {
            return new Sent(BROKEN.get(random.nextInt(BROKEN.size())).getBytes(StandardCharsets.UTF_8), null, log);
        }
        if (dice == 4) {
            return new Sent(poison(now).json(), null, log);
        }
        if (dice < 20 && !published.isEmpty()) {
            return sent(recent(), log);
        }
        Fact fact = dice < 30 && !published.isEmpty() ? changed(recent()) : fresh(now, dice < 40);
        published.add(fact);
        return sent(fact, log);
    }

    /** An event that decodes, and can be in no row. */
    private Fact poison(long now) {
        Fact fact = fresh(now, false);
        return switch (random.nextInt(8)) {
            case 0 -> new Fact(fact.id(), fact.at(), "x".repeat(LONGER_THAN_A_KEY), "sale", 1, BigDecimal.ONE, 1, 0);
            case 1, 2 -> fact.seenAt(253_402_000_000_000_000L); // the year 9999
            case 3 -> fact.seenAt(3_600_000_000L); // a clock that was never set
            default -> new Fact(fact.id(), fact.at(), "x", "sale", POISON, BigDecimal.ONE, 1, 0);
        };
    }

    private static Sent sent(Fact fact, Log log) {
        return new Sent(fact.json(), fact, log);
    }

    /** Mostly one of the last few, so that batches hold duplicates; sometimes any. */
    private Fact recent() {
        int back = random.nextInt(random.nextInt(3) == 0 ? published.size() : Math.min(6, published.size()));
        return published.get(published.size() - 1 - back);
    }

    private Fact fresh(long now, boolean late) {
        long behind = late ? random.nextLong(26 * HOUR) : random.nextLong(20 * MINUTE);
        return fact("e" + published.size(), millis(now - behind), random.nextInt(3));
    }

    private Fact changed(Fact before) {
        long hour = Math.floorDiv(before.at(), HOUR) * HOUR;
        long at = moved ? before.at() - random.nextLong(5 * HOUR) : hour + random.nextLong(HOUR);
        return fact(before.id(), millis(at), before.revision() + random.nextInt(3) - 1);
    }

    private Fact fact(String id, long at, int revision) {
        boolean huge = random.nextInt(4) == 0;
        long amount = huge ? 2_000_000_000L + random.nextInt(1_000) : random.nextInt(2_000) - 1_000;
        BigInteger cents = huge
                ? BigInteger.valueOf(random.nextLong(100_000_000_000_000_000L, 999_999_999_999_999_999L))
                : BigInteger.valueOf(random.nextLong(100_000L));
        return new Fact(
                id,
                at,
                PLACES.get(random.nextInt(PLACES.size())),
                KINDS.get(random.nextInt(KINDS.size())),
                amount,
                new BigDecimal(cents, 2),
                huge ? Integer.MAX_VALUE - random.nextInt(5) : random.nextInt(100),
                revision);
    }

    private static long millis(long micros) {
        return Math.floorDiv(micros, 1_000L) * 1_000L;
    }
}
