package tallyroll.summary;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.measure.ColumnType;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.time.Micros;

/**
 * Writes an event's group as {@link GroupKey} bytes and reads them back as column values. Group fields are neither
 * doubles nor, in an event that counts in the rollup, null: the definition sees to it. Not thread-safe.
 */
public final class GroupCodec {
    private final int[] slots;
    private final FieldType[] types;
    private final List<String> names;

    public GroupCodec(Rollup rollup, EventSchema schema) {
        names = rollup.by();
        slots = names.stream().mapToInt(schema::slot).toArray();
        types = names.stream()
                .map(schema::slot)
                .map(schema::field)
                .map(Field::type)
                .toArray(FieldType[]::new);
    }

    /** The group columns' names, in key order. */
    public List<String> names() {
        return names;
    }

    /** The CQL type of a group column. */
    public ColumnType columnType(int column) {
        return switch (types[column].kind()) {
            case STRING -> ColumnType.TEXT;
            case BOOLEAN -> ColumnType.BOOLEAN;
            case INT, LONG -> ColumnType.BIGINT;
            case DOUBLE ->
                throw new IllegalStateException("a group is never of type double: the definition refuses it");
            case DECIMAL -> ColumnType.DECIMAL;
            case TIMESTAMP -> ColumnType.TIMESTAMP;
        };
    }

    /** Appends the event's group; nothing is copied but into {@code out}. */
    public void write(Event event, ByteWriter out) {
        for (int i = 0; i < slots.length; i++) {
            int slot = slots[i];
            switch (types[i].kind()) {
                case STRING -> out.writeBytes(event.textAt(slot));
                case DECIMAL ->
                    out.writeBytes(event.decimalAt(slot).unscaledValue().toByteArray());
                // A CQL timestamp holds ms: groups that differ below that would share a row, so they are one group.
                case TIMESTAMP -> out.writeZigzag(Micros.wholeMillis(event.longAt(slot)));
                default -> out.writeZigzag(event.longAt(slot));
            }
        }
    }

    /** The group of column values given as {@link #values} gives them. */
    public GroupKey key(List<Object> values) {
        ByteWriter out = new ByteWriter();
        for (int i = 0; i < types.length; i++) {
            Object value = values.get(i);
            switch (types[i].kind()) {
                case STRING -> out.writeString((String) value);
                case DECIMAL ->
                    out.writeBytes(((BigDecimal) value)
                            .setScale(types[i].scale())
                            .unscaledValue()
                            .toByteArray());
                case BOOLEAN -> out.writeZigzag((Boolean) value ? 1 : 0);
                case TIMESTAMP -> out.writeZigzag(Micros.of((Instant) value));
                default -> out.writeZigzag((Long) value);
            }
        }
        return new GroupKey(out.toByteArray());
    }

    /** The group's column values: String, Boolean, Long, BigDecimal or Instant. */
    public List<Object> values(GroupKey key) {
        ByteReader in = new ByteReader(key.bytes());
        List<Object> values = new ArrayList<>(types.length);
        for (FieldType type : types) {
            values.add(
                    switch (type.kind()) {
                        case STRING -> in.readString();
                        case BOOLEAN -> in.readZigzag() != 0;
                        case DECIMAL -> new BigDecimal(new BigInteger(in.readBytes()), type.scale());
                        case TIMESTAMP -> Micros.toInstant(in.readZigzag());
                        default -> in.readZigzag();
                    });
        }
        return values;
    }
}
