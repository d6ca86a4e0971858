package tallyroll.measure;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Hash;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.FieldType;

/** {@code distinct}: how many different values there are, exact up to {@code k}, estimated beyond. See {@link Hashes}. */
final class DistinctMeasure extends StatefulMeasure {
    static final int DEFAULT_K = 2048;
    /** DataSketches' default seed, so that its tools read our states. */
    private static final long SEED = 9001;

    private final ValueCodec codec;
    private final int k;
    private final boolean text;

    DistinctMeasure(String name, ValueCodec codec, int k) {
        super(name, List.of(new Column(name, ColumnType.BIGINT)));
        this.codec = codec;
        this.k = k;
        text = codec.type().kind() == FieldType.Kind.STRING;
    }

    @Override
    public int maxBytes() {
        return 8 * k + 64;
    }

    @Override
    public Partial neutral() {
        return new Distinct(new Hashes(k));
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        return new Distinct(Hashes.read(in, k));
    }

    private long hash(Event event) {
        int slot = codec.slot();
        if (text) {
            return hash(event.textAt(slot));
        }
        if (codec.isDouble()) {
            return Hash.murmur3(Double.doubleToLongBits(event.doubleAt(slot) + 0.0), SEED)[0] >>> 1;
        }
        if (codec.encodedAsLong()) {
            return Hash.murmur3(event.longAt(slot), SEED)[0] >>> 1;
        }
        return hash(Slice.of(codec.bytes(event)));
    }

    private static long hash(Slice bytes) {
        return Hash.murmur3(bytes, SEED)[0] >>> 1;
    }

    private final class Distinct implements Partial {
        private final Hashes hashes;

        Distinct(Hashes hashes) {
            this.hashes = hashes;
        }

        @Override
        public void fold(Event event) {
            if (!event.isNull(codec.slot())) {
                hashes.add(hash(event));
            }
        }

        @Override
        public void merge(Partial other) {
            hashes.merge(((Distinct) other).hashes);
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            hashes.write(out);
        }

        @Override
        public void values(Object[] values, int at) {
            values[at] = hashes.estimate();
            putState(this, hashes.isEmpty(), values, at);
        }
    }
}
