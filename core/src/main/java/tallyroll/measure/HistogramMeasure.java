package tallyroll.measure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/**
 * {@code histogram}: how many values lie in (−∞, b₁), [b₁, b₂) … [bₙ, ∞); NaN counts in the last.
 *
 * <p>A value is compared with the bounds exactly, in its own type: for integers and decimals a bound becomes the least value of
 * that type that is not below it.
 */
final class HistogramMeasure extends BoundMeasure {
    static final int MAX_BOUNDS = 1000;

    private final ValueCodec codec;
    private final int places;
    /** The bounds in the codec's code, or null where one of them or the field's values may not fit. */
    private final long[] codes;

    private final BigInteger[] wideBounds;

    HistogramMeasure(String name, ValueCodec codec, List<Double> bounds) {
        super(name, List.of(new Column(name, ColumnType.COUNTS)));
        this.codec = codec;
        places = bounds.size() + 1;
        if (codec.isDouble()) {
            wideBounds = new BigInteger[0];
            codes = bounds.stream().mapToLong(ValueCodec::codeOf).toArray();
        } else {
            wideBounds = bounds.stream().map(this::unscaled).toArray(BigInteger[]::new);
            boolean fits = Arrays.stream(wideBounds).allMatch(bound -> bound.bitLength() < Long.SIZE);
            codes = codec.encodedAsLong() && fits
                    ? Arrays.stream(wideBounds).mapToLong(BigInteger::longValue).toArray()
                    : null;
        }
    }

    private BigInteger unscaled(double bound) {
        return BigDecimal.valueOf(bound)
                .movePointRight(codec.type().scale())
                .setScale(0, RoundingMode.CEILING)
                .toBigInteger();
    }

    @Override
    public int maxBytes() {
        return 12 * places + 32;
    }

    @Override
    public Partial neutral() {
        return new Counts(new long[places]);
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        int size = in.readCount();
        requireSize(size);
        long[] counts = new long[size];
        for (int i = 0; i < size; i++) {
            counts[i] = in.readVarint();
        }
        return new Counts(counts);
    }

    @Override
    public Partial restore(Object[] values, int at) {
        if (values[at] == null) {
            return neutral();
        }
        List<?> counts = (List<?>) values[at];
        requireSize(counts.size());
        return new Counts(counts.stream().mapToLong(count -> (Long) count).toArray());
    }

    private void requireSize(int size) {
        if (size != places) {
            throw malformed("it has " + size + " counts, and " + (places - 1) + " bounds make " + places
                    + "; bounds cannot change under stored rows, give the histogram another name");
        }
    }

    /** The number of bounds at or below the event's value. */
    private int place(Event event) {
        int place = 0;
        if (codes != null) {
            long code = codec.code(event);
            while (place < codes.length && code >= codes[place]) {
                place++;
            }
            return place;
        }
        BigInteger value =
                codec.encodedAsLong() ? BigInteger.valueOf(codec.code(event)) : new BigInteger(codec.bytes(event));
        while (place < wideBounds.length && value.compareTo(wideBounds[place]) >= 0) {
            place++;
        }
        return place;
    }

    private final class Counts implements Partial {
        private final long[] counts;

        Counts(long[] counts) {
            this.counts = counts;
        }

        @Override
        public void fold(Event event) {
            if (!event.isNull(codec.slot())) {
                counts[place(event)]++;
            }
        }

        @Override
        public void merge(Partial other) {
            long[] more = ((Counts) other).counts;
            for (int i = 0; i < counts.length; i++) {
                counts[i] = Math.addExact(counts[i], more[i]);
            }
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            out.writeVarint(counts.length);
            for (long count : counts) {
                out.writeVarint(count);
            }
        }

        @Override
        public void values(Object[] values, int at) {
            List<Long> list = new ArrayList<>(counts.length);
            for (long count : counts) {
                list.add(count);
            }
            values[at] = List.copyOf(list);
        }
    }
}
