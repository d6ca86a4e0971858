package tallyroll.measure;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/** A sum of doubles with one fault: what the laws must catch. */
record FaultyMeasure(Fault fault) implements Measure {
    enum Fault {
        /** Adds doubles by the machine, which rounds each time. */
        ROUNDS_EVERY_ADDITION,
        FORGETS_WHEN_RESTORED,
        FORGETS_WHEN_READ,
        NEUTRAL_IS_NOT_ZERO,
        KEEPS_THE_LATEST_ARRIVAL,
        MERGING_CHANGES_THE_OTHER,
        MERGING_SUBTRACTS
    }

    @Override
    public Partial neutral() {
        return new Sum(fault == Fault.NEUTRAL_IS_NOT_ZERO ? 1 : 0);
    }

    @Override
    public Partial read(ByteReader in) {
        double sum = in.readDouble();
        return new Sum(fault == Fault.FORGETS_WHEN_READ ? 0 : sum);
    }

    @Override
    public List<Column> columns() {
        return List.of(new Column("faulty", ColumnType.DOUBLE));
    }

    @Override
    public Partial restore(Object[] values, int at) {
        return new Sum(fault == Fault.FORGETS_WHEN_RESTORED ? 0 : (double) values[at]);
    }

    @Override
    public int maxBytes() {
        return Double.BYTES;
    }

    @Override
    public boolean orderIndependent() {
        return true;
    }

    private final class Sum implements Partial {
        private double sum;

        Sum(double sum) {
            this.sum = sum;
        }

        @Override
        public void fold(Event event) {
            if (!event.isNull(1)) {
                // whole numbers add exactly in doubles, so only the intended fault shows
                double value = event.doubleAt(1);
                double added = fault == Fault.ROUNDS_EVERY_ADDITION ? value : Math.rint(value);
                sum = fault == Fault.KEEPS_THE_LATEST_ARRIVAL ? added : sum + added;
            }
        }

        @Override
        public void merge(Partial other) {
            Sum more = (Sum) other;
            sum += fault == Fault.MERGING_SUBTRACTS ? -more.sum : more.sum;
            if (fault == Fault.MERGING_CHANGES_THE_OTHER) {
                more.sum = 0;
            }
        }

        @Override
        public void write(ByteWriter out) {
            out.writeDouble(sum + 0.0);
        }

        @Override
        public void values(Object[] values, int at) {
            values[at] = sum + 0.0;
        }
    }
}
