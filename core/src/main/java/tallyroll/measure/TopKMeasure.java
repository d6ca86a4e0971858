package tallyroll.measure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.FieldType;

/**
 * {@code top_k}: the values that occur most often, with their counts; of equal counts the lower value comes first.
 *
 * <p>Exact while a group has at most max(1000, 8·k) different values. Beyond, counts are upper bounds (see {@link Frequencies})
 * and may depend on how the events were split, which is why {@link #orderIndependent} is false.
 */
final class TopKMeasure extends StatefulMeasure {
    static final int DEFAULT_K = 10;
    static final int MAX_K = 1000;
    private static final int MIN_KEPT = 1000;

    private final ValueCodec codec;
    private final int k;
    private final boolean text;

    TopKMeasure(String name, ValueCodec codec, int k) {
        super(name, List.of(new Column(name, ColumnType.RANKING)));
        this.codec = codec;
        this.k = k;
        text = codec.type().kind() == FieldType.Kind.STRING;
    }

    private int kept() {
        return Math.max(MIN_KEPT, 8 * k);
    }

    /** A value with its length and count, once in the state for each that is kept, and once in the ranking for each of the first k. */
    @Override
    public int maxBytes() {
        return (kept() + k) * (ValueCodec.KEPT_TEXT_BYTES + 20) + 32;
    }

    @Override
    public boolean orderIndependent() {
        return false;
    }

    /** As long as nothing was taken the counts are exact; whether anything is depends only on how many values there are. */
    @Override
    public boolean comparable(Object[] values, int at) {
        return ((Top) restore(values, at)).frequencies.taken() == 0;
    }

    @Override
    public Partial neutral() {
        return new Top(new Frequencies(kept()));
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        return new Top(Frequencies.read(in, kept()));
    }

    private final class Top implements Partial {
        private final Frequencies frequencies;

        Top(Frequencies frequencies) {
            this.frequencies = frequencies;
        }

        @Override
        public void fold(Event event) {
            int slot = codec.slot();
            if (event.isNull(slot)) {
                return;
            }
            if (text) {
                frequencies.add(ValueCodec.text(event.textAt(slot)), 1);
            } else {
                frequencies.add(Slice.of(codec.text(event)), 1);
            }
        }

        @Override
        public void merge(Partial other) {
            frequencies.merge(((Top) other).frequencies);
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            frequencies.write(out);
        }

        @Override
        public void values(Object[] values, int at) {
            values[at] = frequencies.isEmpty() ? null : ranking();
            putState(this, frequencies.isEmpty(), values, at);
        }

        private List<Ranked> ranking() {
            List<Frequencies.Entry> entries = frequencies.entries();
            entries.sort(Frequencies.Entry.BY_COUNT);
            List<Ranked> ranking = new ArrayList<>();
            for (Frequencies.Entry entry : entries.subList(0, Math.min(k, entries.size()))) {
                String value = new String(entry.value(), StandardCharsets.UTF_8);
                ranking.add(new Ranked(value, entry.count() + frequencies.taken()));
            }
            return List.copyOf(ranking);
        }
    }
}
