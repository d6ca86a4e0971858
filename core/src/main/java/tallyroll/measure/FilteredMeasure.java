package tallyroll.measure;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/**
 * A measure over the events that meet a condition: {@code count where status >= 500}. Its bytes and columns are those of the measure
 * over these events alone. A condition that is null is not met, as in SQL.
 *
 * @param condition the slot of a boolean field
 */
record FilteredMeasure(Measure measure, int condition) implements Measure {
    @Override
    public Partial neutral() {
        return new Filtered(measure.neutral());
    }

    @Override
    public Partial read(ByteReader in) {
        return new Filtered(measure.read(in));
    }

    @Override
    public List<Column> columns() {
        return measure.columns();
    }

    @Override
    public Partial restore(Object[] values, int at) {
        return new Filtered(measure.restore(values, at));
    }

    @Override
    public int maxBytes() {
        return measure.maxBytes();
    }

    @Override
    public boolean orderIndependent() {
        return measure.orderIndependent();
    }

    @Override
    public boolean comparable(Object[] values, int at) {
        return measure.comparable(values, at);
    }

    private final class Filtered implements Partial {
        private final Partial partial;

        Filtered(Partial partial) {
            this.partial = partial;
        }

        @Override
        public void fold(Event event) {
            if (!event.isNull(condition) && event.longAt(condition) != 0) {
                partial.fold(event);
            }
        }

        @Override
        public void merge(Partial other) {
            partial.merge(((Filtered) other).partial);
        }

        @Override
        public void write(ByteWriter out) {
            partial.write(out);
        }

        @Override
        public void values(Object[] values, int at) {
            partial.values(values, at);
        }
    }
}
