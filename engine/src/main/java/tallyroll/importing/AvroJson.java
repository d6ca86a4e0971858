package tallyroll.importing;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes.Decimal;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import tallyroll.bytes.Slice;

/** An Avro record as a {@link JsonRow}; of a union the value alone. */
final class AvroJson {
    private final Schema schema;
    private final JsonRow row = new JsonRow();

    AvroJson(Schema schema) {
        this.schema = schema;
    }

    void write(Object read, Slice into) throws IOException {
        row.write(json -> value(read, schema, json), into);
    }

    private static void value(Object value, Schema schema, JsonGenerator json) throws IOException {
        switch (schema.getType()) {
            case RECORD -> object((IndexedRecord) value, schema, json);
            case UNION -> value(value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)), json);
            case ARRAY -> {
                json.writeStartArray();
                for (Object element : (Iterable<?>) value) {
                    value(element, schema.getElementType(), json);
                }
                json.writeEndArray();
            }
            case MAP -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    json.writeFieldName(entry.getKey().toString());
                    value(entry.getValue(), schema.getValueType(), json);
                }
                json.writeEndObject();
            }
            case BYTES -> {
                byte[] bytes = new byte[((ByteBuffer) value).remaining()];
                ((ByteBuffer) value).duplicate().get(bytes);
                bytes(bytes, schema.getLogicalType(), json);
            }
            case FIXED -> bytes(((GenericFixed) value).bytes(), schema.getLogicalType(), json);
            case INT, LONG -> whole(((Number) value).longValue(), schema.getLogicalType(), json);
            case FLOAT, DOUBLE -> JsonRow.real(((Number) value).doubleValue(), value.toString(), json);
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case NULL -> json.writeNull();
            default -> json.writeString(value.toString());
        }
    }

    private static void object(IndexedRecord row, Schema schema, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Schema.Field field : schema.getFields()) {
            Object value = row.get(field.pos());
            if (value != null) {
                json.writeFieldName(field.name());
                value(value, field.schema(), json);
            }
        }
        json.writeEndObject();
    }

    private static void bytes(byte[] bytes, LogicalType meaning, JsonGenerator json) throws IOException {
        if (meaning instanceof Decimal decimal) {
            JsonRow.decimal(new BigInteger(bytes), decimal.getScale(), json);
        } else {
            JsonRow.bytes(bytes, json);
        }
    }

    private static void whole(long value, LogicalType meaning, JsonGenerator json) throws IOException {
        switch (meaning == null ? "" : meaning.getName()) {
            case "date" -> JsonRow.day(value, json);
            case "timestamp-millis" -> JsonRow.timestamp(value, 1_000, true, json);
            case "timestamp-micros" -> JsonRow.timestamp(value, 1_000_000, true, json);
            case "timestamp-nanos" -> JsonRow.timestamp(value, 1_000_000_000, true, json);
            case "local-timestamp-millis" -> JsonRow.timestamp(value, 1_000, false, json);
            case "local-timestamp-micros" -> JsonRow.timestamp(value, 1_000_000, false, json);
            case "local-timestamp-nanos" -> JsonRow.timestamp(value, 1_000_000_000, false, json);
            default -> json.writeNumber(value);
        }
    }
}
