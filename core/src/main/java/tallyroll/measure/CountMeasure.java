package tallyroll.measure;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/** {@code count}: events, or with a field the events in which it is not null. */
final class CountMeasure extends BoundMeasure {
    private static final int EVERY_EVENT = -1;

    private final int slot;

    CountMeasure(String name) {
        this(name, EVERY_EVENT);
    }

    CountMeasure(String name, int slot) {
        super(name, List.of(new Column(name, ColumnType.BIGINT)));
        this.slot = slot;
    }

    @Override
    public Partial neutral() {
        return new Count(slot, 0);
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        return new Count(slot, in.readVarint());
    }

    @Override
    public Partial restore(Object[] values, int at) {
        return new Count(slot, values[at] == null ? 0 : (Long) values[at]);
    }

    private static final class Count implements Partial {
        private final int slot;
        private long count;

        Count(int slot, long count) {
            this.slot = slot;
            this.count = count;
        }

        @Override
        public void fold(Event event) {
            if (slot == EVERY_EVENT || !event.isNull(slot)) {
                count++;
            }
        }

        @Override
        public void merge(Partial other) {
            count = Math.addExact(count, ((Count) other).count);
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            out.writeVarint(count);
        }

        @Override
        public void values(Object[] values, int at) {
            values[at] = count;
        }
    }
}
