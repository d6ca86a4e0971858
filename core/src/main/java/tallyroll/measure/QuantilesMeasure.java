package tallyroll.measure;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/**
 * {@code quantiles}: answers within 1 % of the value at their rank, a DDSketch (Masson, Rim, Lee, 2019).
 *
 * <p>Values are counted in bins whose bounds grow by 2 %, one set of bins for each sign; the same values give the same counts in
 * any order, unlike randomised sketches (KLL, t-digest). The mapping from value to bin is the library's cubic interpolation and
 * not its logarithm: it uses only arithmetic that every machine does alike, and {@link Math#log} may differ in the last place.
 * The library's stores are not used because their bytes depend on the order of arrival; see {@link Bins}.
 *
 * <p>The rank q of n values is the value at place ⌊q·(n−1)⌋ of the sorted values, −∞ before and +∞ and NaN after all others.
 */
final class QuantilesMeasure extends StatefulMeasure {
    static final List<Double> DEFAULT_RANKS = List.of(0.5, 0.95, 0.99);
    static final double ACCURACY = 0.01;
    private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(ACCURACY);

    private final ValueCodec codec;
    private final List<Double> ranks;

    QuantilesMeasure(String name, ValueCodec codec, List<Double> ranks) {
        super(name, answers(name, ranks));
        this.codec = codec;
        this.ranks = List.copyOf(ranks);
    }

    private static List<Column> answers(String name, List<Double> ranks) {
        List<Column> columns = new ArrayList<>();
        for (double rank : ranks) {
            columns.add(new Column(name + "_" + suffix(rank), ColumnType.DOUBLE));
        }
        return columns;
    }

    /** {@code p50} for 0.5, {@code p05} for 0.05, {@code p999} for 0.999, {@code p100} for 1. */
    static String suffix(double rank) {
        if (rank == 1) {
            return "p100";
        }
        String digits = BigDecimal.valueOf(rank).stripTrailingZeros().toPlainString();
        digits = digits.substring(Math.min(2, digits.length()));
        return "p" + digits + "0".repeat(Math.max(0, 2 - digits.length()));
    }

    /** A step with its count, of either sign. */
    @Override
    public int maxBytes() {
        return 2 * Bins.SPAN * 15 + 8 * ranks.size() + 64;
    }

    @Override
    public Partial neutral() {
        return new Quantiles();
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        Quantiles quantiles = new Quantiles();
        quantiles.negativeInfinities = in.readVarint();
        quantiles.negative = readBins(in);
        quantiles.zeros = in.readVarint();
        quantiles.positive = readBins(in);
        quantiles.positiveInfinities = in.readVarint();
        quantiles.nans = in.readVarint();
        return quantiles;
    }

    private static Bins readBins(ByteReader in) {
        Bins bins = Bins.read(in);
        return bins.size() == 0 ? null : bins;
    }

    private final class Quantiles implements Partial {
        private long negativeInfinities;
        /** Bins of the absolute values; null until the first. */
        private Bins negative;

        private long zeros;
        private Bins positive;
        private long positiveInfinities;
        private long nans;

        @Override
        public void fold(Event event) {
            if (event.isNull(codec.slot())) {
                return;
            }
            double value = event.numberAt(codec.slot());
            double magnitude = Math.abs(value);
            if (magnitude >= MAPPING.minIndexableValue() && magnitude <= MAPPING.maxIndexableValue()) {
                bins(value < 0).add(MAPPING.index(magnitude), 1);
            } else {
                addExtreme(value, magnitude);
            }
        }

        private void addExtreme(double value, double magnitude) {
            if (magnitude < MAPPING.minIndexableValue()) {
                zeros++;
            } else if (Double.isNaN(value)) {
                nans++;
            } else if (value == Double.POSITIVE_INFINITY) {
                positiveInfinities++;
            } else if (value == Double.NEGATIVE_INFINITY) {
                negativeInfinities++;
            } else {
                bins(value < 0).add(MAPPING.index(MAPPING.maxIndexableValue()), 1);
            }
        }

        private Bins bins(boolean negatives) {
            if (negatives) {
                negative = negative == null ? new Bins() : negative;
                return negative;
            }
            positive = positive == null ? new Bins() : positive;
            return positive;
        }

        @Override
        public void merge(Partial other) {
            Quantiles quantiles = (Quantiles) other;
            negativeInfinities += quantiles.negativeInfinities;
            zeros += quantiles.zeros;
            positiveInfinities += quantiles.positiveInfinities;
            nans += quantiles.nans;
            if (quantiles.negative != null) {
                bins(true).merge(quantiles.negative);
            }
            if (quantiles.positive != null) {
                bins(false).merge(quantiles.positive);
            }
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            out.writeVarint(negativeInfinities);
            writeBins(negative, out);
            out.writeVarint(zeros);
            writeBins(positive, out);
            out.writeVarint(positiveInfinities);
            out.writeVarint(nans);
        }

        private void writeBins(Bins bins, ByteWriter out) {
            if (bins == null) {
                out.writeVarint(0);
            } else {
                bins.write(out);
            }
        }

        @Override
        public void values(Object[] values, int at) {
            long total = total();
            for (int i = 0; i < ranks.size(); i++) {
                values[at + i] = total == 0 ? null : (Double) valueAt((long) (ranks.get(i) * (total - 1)));
            }
            putState(this, total == 0, values, at);
        }

        private long total() {
            long binned = (negative == null ? 0 : negative.total()) + (positive == null ? 0 : positive.total());
            return negativeInfinities + binned + zeros + positiveInfinities + nans;
        }

        private double valueAt(long place) {
            long rest = place - negativeInfinities;
            if (rest < 0) {
                return Double.NEGATIVE_INFINITY;
            }
            if (negative != null) {
                for (int i = negative.size() - 1; i >= 0; i--) {
                    rest -= negative.count(i);
                    if (rest < 0) {
                        return -MAPPING.value(negative.index(i));
                    }
                }
            }
            rest -= zeros;
            if (rest < 0) {
                return 0;
            }
            for (int i = 0; positive != null && i < positive.size(); i++) {
                rest -= positive.count(i);
                if (rest < 0) {
                    return MAPPING.value(positive.index(i));
                }
            }
            return rest < positiveInfinities ? Double.POSITIVE_INFINITY : Double.NaN;
        }
    }
}
