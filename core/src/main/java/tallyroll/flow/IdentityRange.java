package tallyroll.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what is repeated among the identities of one range of hashes, out of some record buckets. Takes 16 bytes an identity;
 * whoever cuts the ranges bounds how many that are. Not thread-safe.
 */
public final class IdentityRange {
    private final Set<Long> asked;
    private final Horizon horizon;
    private final int maxListed;
    private final List<Portion> portions = new ArrayList<>();
    private final List<Long> buckets = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final List<Long> events = new ArrayList<>();
    private int size;

    private record Portion(int bucket, long[] halves, int from) {}

    /**
     * @param asked the buckets to look for
     * @param maxListed how many identities repeated within one bucket are named before it is only said that they are many
     */
    public IdentityRange(Set<Long> asked, Horizon horizon, int maxListed) {
        this.asked = asked;
        this.horizon = horizon;
        this.maxListed = maxListed;
    }

    /** Takes halves of a bucket, from an index of the array on; the array is kept. */
    public void add(long bucket, long[] halves, int from) {
        int number = numbers.computeIfAbsent(bucket, fresh -> {
            buckets.add(fresh);
            events.add(0L);
            return buckets.size() - 1;
        });
        events.set(number, events.get(number) + halves.length - from);
        portions.add(new Portion(number, halves, from));
        size = Math.addExact(size, halves.length - from);
    }

    /** What is repeated, and how many events each bucket asked for has in this range. */
    public List<Repeat> find() {
        List<Repeat> found = new ArrayList<>();
        for (int number = 0; number < buckets.size(); number++) {
            if (asked.contains(buckets.get(number))) {
                found.add(Repeat.events(buckets.get(number), events.get(number)));
            }
        }
        long[] repeated = repeated();
        if (repeated.length > 0) {
            name(repeated, found);
        }
        return found;
    }

    private void name(long[] repeated, List<Repeat> found) {
        long[] places = places(repeated);
        int[] listed = new int[buckets.size()];
        for (int from = 0, until; from < places.length; from = until) {
            until = from;
            while (until < places.length && places[until] >>> 32 == places[from] >>> 32) {
                until++;
            }
            long half = repeated[(int) (places[from] >>> 32)];
            group(half, places, from, until, listed, found);
        }
        for (int number = 0; number < listed.length; number++) {
            if (listed[number] > maxListed) {
                found.add(Repeat.many(buckets.get(number)));
            }
        }
    }

    /** The places {@code [from, until)} are those of one half. */
    private void group(long half, long[] places, int from, int until, int[] listed, List<Repeat> found) {
        long[] in = Arrays.stream(places, from, until)
                .map(place -> buckets.get((int) place))
                .distinct()
                .sorted()
                .toArray();
        long[] near = Arrays.stream(in)
                .filter(one -> Arrays.stream(in).anyMatch(other -> one != other && horizon.reaches(one, other)))
                .toArray();
        if (Arrays.stream(near).anyMatch(asked::contains)) {
            found.add(Repeat.across(half, near));
        }
        for (int at = from + 1; at < until; at++) {
            int number = (int) places[at];
            boolean again = number == (int) places[at - 1] && (at == from + 1 || number != (int) places[at - 2]);
            if (again && asked.contains(buckets.get(number)) && ++listed[number] <= maxListed) {
                found.add(Repeat.within(half, buckets.get(number)));
            }
        }
    }

    /** Where the repeated halves stand: the index of the half, then the number of the bucket; ascending. */
    private long[] places(long[] repeated) {
        long[] places = new long[1024];
        int count = 0;
        for (Portion portion : portions) {
            for (int i = portion.from(); i < portion.halves().length; i++) {
                int at = Arrays.binarySearch(repeated, portion.halves()[i]);
                if (at >= 0) {
                    if (count == places.length) {
                        places = Arrays.copyOf(places, count * 2);
                    }
                    places[count++] = (long) at << 32 | portion.bucket();
                }
            }
        }
        places = Arrays.copyOf(places, count);
        Arrays.sort(places);
        return places;
    }

    /** The halves that occur more than once, ascending. */
    private long[] repeated() {
        long[] halves = new long[size];
        int filled = 0;
        for (Portion portion : portions) {
            int length = portion.halves().length - portion.from();
            System.arraycopy(portion.halves(), portion.from(), halves, filled, length);
            filled += length;
        }
        Arrays.sort(halves);
        int kept = 0;
        for (int i = 1; i < size; i++) {
            if (halves[i] == halves[i - 1] && (kept == 0 || halves[kept - 1] != halves[i])) {
                halves[kept++] = halves[i];
            }
        }
        return Arrays.copyOf(halves, kept);
    }
}
