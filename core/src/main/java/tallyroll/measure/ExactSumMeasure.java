package tallyroll.measure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;
import tallyroll.event.FieldType;

/** {@code sum} of a long field ({@code varint}) or a decimal field ({@code decimal} at its declared scale): exact, without bounds. */
final class ExactSumMeasure extends BoundMeasure {
    private final ValueCodec codec;
    private final boolean decimal;

    ExactSumMeasure(String name, ValueCodec codec) {
        super(name, List.of(new Column(name, column(codec))));
        this.codec = codec;
        decimal = column(codec) == ColumnType.DECIMAL;
    }

    private static ColumnType column(ValueCodec codec) {
        return codec.type().kind() == FieldType.Kind.DECIMAL ? ColumnType.DECIMAL : ColumnType.VARINT;
    }

    @Override
    public Partial neutral() {
        return new Total(false, new ExactSum());
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        return in.readByte() == 0 ? neutral() : new Total(true, ExactSum.read(in));
    }

    @Override
    public Partial restore(Object[] values, int at) {
        if (values[at] == null) {
            return neutral();
        }
        ExactSum sum = new ExactSum();
        sum.add(
                decimal
                        ? ((BigDecimal) values[at])
                                .setScale(codec.type().scale())
                                .unscaledValue()
                        : (BigInteger) values[at]);
        return new Total(true, sum);
    }

    private final class Total implements Partial {
        private boolean any;
        private final ExactSum sum;

        Total(boolean any, ExactSum sum) {
            this.any = any;
            this.sum = sum;
        }

        @Override
        public void fold(Event event) {
            if (event.isNull(codec.slot())) {
                return;
            }
            any = true;
            if (codec.encodedAsLong()) {
                sum.add(event.longAt(codec.slot()));
            } else {
                sum.add(new BigInteger(codec.bytes(event)));
            }
        }

        @Override
        public void merge(Partial other) {
            Total total = (Total) other;
            any |= total.any;
            sum.merge(total.sum);
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            out.writeByte(any ? 1 : 0);
            if (any) {
                sum.write(out);
            }
        }

        @Override
        public void values(Object[] values, int at) {
            if (!any) {
                values[at] = null;
            } else {
                BigInteger total = sum.integer();
                values[at] = decimal ? new BigDecimal(total, codec.type().scale()) : total;
            }
        }
    }
}
