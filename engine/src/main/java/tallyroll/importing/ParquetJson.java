package tallyroll.importing;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalTime;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import tallyroll.bytes.Slice;

/** A Parquet row as a {@link JsonRow}. */
final class ParquetJson {
    private static final long JULIAN_DAY_OF_1970 = 2_440_588;

    private final MessageType schema;
    private final JsonRow row = new JsonRow();

    ParquetJson(MessageType schema) {
        this.schema = schema;
    }

    void write(Group read, Slice into) throws IOException {
        row.write(json -> object(read, schema, json), into);
    }

    private void object(Group group, GroupType type, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (int field = 0; field < type.getFieldCount(); field++) {
            Type one = type.getType(field);
            int count = group.getFieldRepetitionCount(field);
            if (one.isRepetition(Type.Repetition.REPEATED)) {
                json.writeArrayFieldStart(one.getName());
                for (int i = 0; i < count; i++) {
                    value(group, field, i, one, json);
                }
                json.writeEndArray();
            } else if (count > 0) {
                json.writeFieldName(one.getName());
                value(group, field, 0, one, json);
            }
        }
        json.writeEndObject();
    }

    private void value(Group group, int field, int index, Type type, JsonGenerator json) throws IOException {
        if (type.isPrimitive()) {
            primitive(group, field, index, type.asPrimitiveType(), json);
            return;
        }
        Group inner = group.getGroup(field, index);
        GroupType innerType = type.asGroupType();
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof ListLogicalTypeAnnotation && innerType.getFieldCount() == 1) {
            list(inner, innerType, json);
        } else if (meaning instanceof MapLogicalTypeAnnotation && innerType.getFieldCount() == 1) {
            map(inner, innerType, json);
        } else {
            object(inner, innerType, json);
        }
    }

    /** A repeated group of one field is the list's wrapping and not its element. */
    private void list(Group list, GroupType type, JsonGenerator json) throws IOException {
        Type repeated = type.getType(0);
        boolean wrapped = !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 1;
        json.writeStartArray();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            if (!wrapped) {
                value(list, 0, i, repeated, json);
                continue;
            }
            Group element = list.getGroup(0, i);
            if (element.getFieldRepetitionCount(0) == 0) {
                json.writeNull();
            } else {
                value(element, 0, 0, repeated.asGroupType().getType(0), json);
            }
        }
        json.writeEndArray();
    }

    private void map(Group map, GroupType type, JsonGenerator json) throws IOException {
        GroupType entry = type.getType(0).asGroupType();
        json.writeStartObject();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group one = map.getGroup(0, i);
            json.writeFieldName(one.getValueToString(0, 0));
            if (entry.getFieldCount() < 2 || one.getFieldRepetitionCount(1) == 0) {
                json.writeNull();
            } else {
                value(one, 1, 0, entry.getType(1), json);
            }
        }
        json.writeEndObject();
    }

    private static void primitive(Group group, int field, int index, PrimitiveType type, JsonGenerator json)
            throws IOException {
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> json.writeBoolean(group.getBoolean(field, index));
            case INT32 -> whole(group.getInteger(field, index), type, json);
            case INT64 -> whole(group.getLong(field, index), type, json);
            case FLOAT ->
                JsonRow.real(group.getFloat(field, index), Float.toString(group.getFloat(field, index)), json);
            case DOUBLE ->
                JsonRow.real(group.getDouble(field, index), Double.toString(group.getDouble(field, index)), json);
            case INT96 -> json.writeString(int96(group.getInt96(field, index)).toString());
            default -> bytes(group.getBinary(field, index), type, json);
        }
    }

    private static void whole(long value, PrimitiveType type, JsonGenerator json) throws IOException {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            JsonRow.decimal(BigInteger.valueOf(value), decimal.getScale(), json);
        } else if (meaning instanceof DateLogicalTypeAnnotation) {
            JsonRow.day(value, json);
        } else if (meaning instanceof TimeLogicalTypeAnnotation time) {
            json.writeString(LocalTime.ofNanoOfDay(value * (1_000_000_000 / perSecond(time.getUnit())))
                    .toString());
        } else if (meaning instanceof TimestampLogicalTypeAnnotation time) {
            JsonRow.timestamp(value, perSecond(time.getUnit()), time.isAdjustedToUTC(), json);
        } else if (meaning instanceof IntLogicalTypeAnnotation number && !number.isSigned()) {
            json.writeNumber(
                    number.getBitWidth() == 64 ? Long.toUnsignedString(value) : String.valueOf(value & 0xFFFFFFFFL));
        } else {
            json.writeNumber(value);
        }
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000L;
            case MICROS -> 1_000_000L;
            case NANOS -> 1_000_000_000L;
        };
    }

    private static Instant int96(Binary value) {
        java.nio.ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong();
        long day = Integer.toUnsignedLong(bytes.getInt()) - JULIAN_DAY_OF_1970;
        return Instant.ofEpochSecond(day * 86_400L, nanos);
    }

    private static void bytes(Binary value, PrimitiveType type, JsonGenerator json) throws IOException {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            JsonRow.decimal(new BigInteger(value.getBytes()), decimal.getScale(), json);
        } else if (meaning instanceof UUIDLogicalTypeAnnotation) {
            java.nio.ByteBuffer bytes = value.toByteBuffer();
            json.writeString(new java.util.UUID(bytes.getLong(), bytes.getLong()).toString());
        } else if (meaning == null) {
            JsonRow.bytes(value.getBytes(), json);
        } else {
            json.writeString(value.toStringUsingUTF8());
        }
    }
}
