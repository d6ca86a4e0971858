package tallyroll.measure;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tallyroll.event.FieldType.Kind;

/** The functions there are, in the order the reference page lists them. */
final class Reference {
    private static final Set<Kind> ANY = EnumSet.allOf(Kind.class);
    private static final Set<Kind> ORDERED = EnumSet.complementOf(EnumSet.of(Kind.BOOLEAN));
    private static final Set<Kind> NUMBERS = EnumSet.of(Kind.INT, Kind.LONG, Kind.DOUBLE, Kind.DECIMAL);
    private static final String STATE = "<name>_state blob";
    private static final String MOMENTS_SIZE =
            "8, and a state of 10 to 40 (doubles of very different magnitude: up to 300)";

    private static final Map<String, MeasureFunction> FUNCTIONS = new LinkedHashMap<>();

    static {
        counts();
        moments();
        values();
        sketches();
    }

    private Reference() {}

    static Map<String, MeasureFunction> functions() {
        return Collections.unmodifiableMap(FUNCTIONS);
    }

    private static void add(MeasureFunction function) {
        FUNCTIONS.put(function.name(), function);
    }

    private static void counts() {
        add(new MeasureFunction(
                "count",
                "count, count(field)",
                "How many events there are, or how many in which the field is not null.",
                ANY,
                false,
                "",
                List.of("<name> bigint"),
                "Exact.",
                "8",
                true));
        add(new MeasureFunction(
                "sum",
                "sum(field)",
                "The sum of the field's values; null where no event has one.",
                NUMBERS,
                true,
                "",
                List.of(
                        "<name> bigint for int",
                        "<name> varint for long",
                        "<name> decimal for decimal",
                        "<name> double and " + STATE + " for double"),
                "Exact. An int sum that leaves the range of bigint is an error that names the group. A double sum is kept exactly"
                        + " and rounded once, to the nearest double; the doubles themselves are marked inexact.",
                "int 8, long 1 to 16, decimal 5 to 20; double " + MOMENTS_SIZE,
                true));
    }

    private static void moments() {
        add(new MeasureFunction(
                "avg",
                "avg(field)",
                "The mean of the field's values; null where no event has one.",
                NUMBERS,
                true,
                "",
                List.of("<name> double", STATE),
                "From the exact sum and count, rounded once to the nearest double.",
                MOMENTS_SIZE,
                true));
        String sample = "From the exact count, sum and sum of squares, rounded once to the nearest double.";
        String twice = "8, and a state of 15 to 80 (doubles of very different magnitude: up to 900)";
        add(new MeasureFunction(
                "variance",
                "variance(field)",
                "The variance of the values as a sample (divided by n − 1, SQL's var_samp); null for fewer than two values.",
                NUMBERS,
                true,
                "",
                List.of("<name> double", STATE),
                sample,
                twice,
                true));
        add(new MeasureFunction(
                "stddev",
                "stddev(field)",
                "The standard deviation of the values as a sample (SQL's stddev_samp); null for fewer than two values.",
                NUMBERS,
                true,
                "",
                List.of("<name> double", STATE),
                sample,
                twice,
                true));
    }

    private static void values() {
        for (String name : List.of("min", "max")) {
            add(new MeasureFunction(
                    name,
                    name + "(field)",
                    "The " + (name.equals("min") ? "least" : "greatest")
                            + " of the values; null where no event has one. Strings are"
                            + " compared by their UTF-8 bytes, of which the first 1,024 are kept and count; NaN is above every other double.",
                    ORDERED,
                    true,
                    "",
                    List.of("<name> of the field's type (int and long: bigint, string: text)"),
                    "Exact.",
                    "8; a string or decimal its length, a string 1,024 at most",
                    true));
        }
        for (String name : List.of("first", "last")) {
            add(new MeasureFunction(
                    name,
                    name + "(field)",
                    "The value of the " + (name.equals("first") ? "earliest" : "latest")
                            + " event, by event time, that has one; of"
                            + " events of one time their identities decide. Of a string the first 1,024 bytes are kept.",
                    ANY,
                    true,
                    "",
                    List.of("<name> of the field's type (int and long: bigint, string: text)", STATE),
                    "Exact.",
                    "the value, and a state of 27 and the value again",
                    true));
        }
    }

    private static void sketches() {
        add(new MeasureFunction(
                "distinct",
                "distinct(field), distinct(field, k)",
                "How many different values there are.",
                ANY,
                true,
                "k: how many values are counted exactly, 16 to 65536, by default " + DistinctMeasure.DEFAULT_K,
                List.of("<name> bigint", STATE + " (from its second byte on a DataSketches compact Theta sketch)"),
                "Exact up to k values (hashes have 63 bits). Beyond, an estimate with a relative standard error of 1/√(k−1), 2.2 %"
                        + " for 2048.",
                "8, and a state of 17 and 8 a value, at most 25 + 8·k (16 KB for 2048)",
                true));
        add(new MeasureFunction(
                "quantiles",
                "quantiles(field), quantiles(field, rank …)",
                "The values at given ranks: the median, the 95th percentile …",
                NUMBERS,
                true,
                "ranks from 0 to 1, by default 0.5, 0.95, 0.99; a column each: 0.5 is <name>_p50, 0.999 is <name>_p999",
                List.of("<name>_p50 double", "<name>_p95 double", "<name>_p99 double", STATE),
                "Within 1 % of the value at place ⌊rank·(n−1)⌋ of the sorted values. The lowest magnitudes lose this if the"
                        + " magnitudes of one sign span more than 17 powers of ten.",
                "8 a rank, and a state of 7 and 2 to 4 a different 2 % step of magnitude; delays in minutes take some 200",
                true));
        add(new MeasureFunction(
                "top_k",
                "top_k(field), top_k(field, k)",
                "The k values that occur most often, with how often; of equal counts the lower value comes first. Of a string the first"
                        + " 1,024 bytes are the value.",
                ANY,
                true,
                "k: how many, 1 to " + TopKMeasure.MAX_K + ", by default " + TopKMeasure.DEFAULT_K,
                List.of("<name> frozen<list<frozen<tuple<text, bigint>>>>", STATE),
                "Exact, and independent of order, while a group has at most max(1000, 8·k) different values. Beyond, a count may be"
                        + " too high by at most 2/max(1000, 8·k) of the group's events, and may depend on how they were split.",
                "the ranking, and a state of each value's length and 2 to 5",
                false));
        add(new MeasureFunction(
                "histogram",
                "histogram(field, bound, bound …)",
                "How many values lie below the first bound, from each bound to the next (exclusive), and from the last on; NaN counts"
                        + " in the last.",
                NUMBERS,
                true,
                "1 to " + HistogramMeasure.MAX_BOUNDS + " finite bounds, ascending",
                List.of("<name> frozen<list<bigint>>"),
                "Exact.",
                "12 a count",
                true));
    }
}
