package tallyroll.measure;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/** {@code sum} of an int field: exact in a {@code bigint}, and an error instead of a wrapped number (rule R7). */
final class IntSumMeasure extends BoundMeasure {
    private final int slot;

    IntSumMeasure(String name, int slot) {
        super(name, List.of(new Column(name, ColumnType.BIGINT)));
        this.slot = slot;
    }

    @Override
    public Partial neutral() {
        return new Sum();
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        Sum sum = new Sum();
        sum.any = in.readByte() != 0;
        sum.total = sum.any ? in.readZigzag() : 0;
        return sum;
    }

    @Override
    public Partial restore(Object[] values, int at) {
        Sum sum = new Sum();
        if (values[at] != null) {
            sum.any = true;
            sum.total = (Long) values[at];
        }
        return sum;
    }

    private final class Sum implements Partial {
        private boolean any;
        private long total;

        @Override
        public void fold(Event event) {
            if (!event.isNull(slot)) {
                any = true;
                add(event.longAt(slot));
            }
        }

        @Override
        public void merge(Partial other) {
            Sum sum = (Sum) other;
            any |= sum.any;
            add(sum.total);
        }

        private void add(long value) {
            long sum = total + value;
            if (((total ^ sum) & (value ^ sum)) < 0) {
                throw new ArithmeticException("cannot add " + value + " to the sum " + total + " of measure \"" + name()
                        + "\": the total leaves the range of bigint; declare the field as long to sum without bounds");
            }
            total = sum;
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            out.writeByte(any ? 1 : 0);
            if (any) {
                out.writeZigzag(total);
            }
        }

        @Override
        public void values(Object[] values, int at) {
            values[at] = any ? (Long) total : null;
        }
    }
}
