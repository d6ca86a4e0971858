package tallyroll.expression;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.BinaryView;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.FieldType;

/** An event seen as a row of Spark's: slots are columns, strings are pointed to and not copied. */
final class EventRow extends InternalRow {
    private final FieldType[] types;
    private Event event;

    EventRow(FieldType[] types) {
        this.types = types;
    }

    EventRow over(Event seen) {
        event = seen;
        return this;
    }

    @Override
    public int numFields() {
        return types.length;
    }

    @Override
    public boolean isNullAt(int slot) {
        return event.isNull(slot);
    }

    @Override
    public boolean getBoolean(int slot) {
        return event.longAt(slot) != 0;
    }

    @Override
    public int getInt(int slot) {
        return (int) event.longAt(slot);
    }

    @Override
    public long getLong(int slot) {
        return event.longAt(slot);
    }

    @Override
    public double getDouble(int slot) {
        return event.doubleAt(slot);
    }

    @Override
    public Decimal getDecimal(int slot, int precision, int scale) {
        return types[slot].longDecimal()
                ? Decimal.createUnsafe(event.longAt(slot), precision, scale)
                : Decimal.apply(event.decimalAt(slot), precision, scale);
    }

    @Override
    public UTF8String getUTF8String(int slot) {
        Slice text = event.textAt(slot);
        long start = (long) Platform.BYTE_ARRAY_OFFSET + text.from();
        return UTF8String.fromAddress(text.array(), start, text.length());
    }

    @Override
    public Object get(int slot, DataType type) {
        if (event.isNull(slot)) {
            return null;
        }
        return switch (types[slot].kind()) {
            case STRING -> getUTF8String(slot);
            case BOOLEAN -> getBoolean(slot);
            case INT -> getInt(slot);
            case LONG, TIMESTAMP -> getLong(slot);
            case DOUBLE -> getDouble(slot);
            case DECIMAL -> getDecimal(slot, types[slot].precision(), types[slot].scale());
        };
    }

    @Override
    public byte getByte(int slot) {
        throw noSuch("byte");
    }

    @Override
    public short getShort(int slot) {
        throw noSuch("short");
    }

    @Override
    public float getFloat(int slot) {
        throw noSuch("float");
    }

    @Override
    public byte[] getBinary(int slot) {
        throw noSuch("binary");
    }

    @Override
    public BinaryView getBinaryView(int slot) {
        throw noSuch("binary");
    }

    @Override
    public CalendarInterval getInterval(int slot) {
        throw noSuch("interval");
    }

    @Override
    public VariantVal getVariant(int slot) {
        throw noSuch("variant");
    }

    @Override
    public InternalRow getStruct(int slot, int size) {
        throw noSuch("struct");
    }

    @Override
    public ArrayData getArray(int slot) {
        throw noSuch("array");
    }

    @Override
    public MapData getMap(int slot) {
        throw noSuch("map");
    }

    @Override
    public void setNullAt(int slot) {
        throw new UnsupportedOperationException("an event is not written through its row");
    }

    @Override
    public void update(int slot, Object value) {
        throw new UnsupportedOperationException("an event is not written through its row");
    }

    @Override
    public InternalRow copy() {
        throw new UnsupportedOperationException("an event's row is a view and is not kept");
    }

    private static UnsupportedOperationException noSuch(String type) {
        return new UnsupportedOperationException("no field of an event is of type " + type);
    }
}
