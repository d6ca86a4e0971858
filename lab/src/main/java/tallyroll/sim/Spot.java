package tallyroll.sim;

import java.util.Comparator;

/** A summary row's place: its table, its one group value, its bucket's start in µs. */
record Spot(String table, String group, long bucket) implements Comparable<Spot> {
    private static final Comparator<Spot> ORDER =
            Comparator.comparing(Spot::table).thenComparing(Spot::group).thenComparingLong(Spot::bucket);

    @Override
    public int compareTo(Spot other) {
        return ORDER.compare(this, other);
    }
}
