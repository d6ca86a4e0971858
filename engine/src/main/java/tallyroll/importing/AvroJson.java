package tallyroll.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes.Decimal;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import tallyroll.bytes.Slice;

/** An Avro record as a JSON object, written by the rules of {@link ParquetJson}; of a union the value alone. */
final class AvroJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final Schema schema;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 10);

    AvroJson(Schema schema) {
        this.schema = schema;
    }

    void write(Object row, Slice into) throws IOException {
        out.reset();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            value(row, schema, json);
        }
        byte[] bytes = out.toByteArray();
        into.set(bytes, 0, bytes.length);
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
            case FLOAT, DOUBLE -> real((Number) value, json);
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

    private static void real(Number value, JsonGenerator json) throws IOException {
        if (Double.isFinite(value.doubleValue())) {
            json.writeNumber(value.toString());
        } else {
            json.writeString(value.toString());
        }
    }

    private static void bytes(byte[] bytes, LogicalType meaning, JsonGenerator json) throws IOException {
        if (meaning instanceof Decimal decimal) {
            json.writeNumber(new BigDecimal(new BigInteger(bytes), decimal.getScale()).toPlainString());
        } else {
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static void whole(long value, LogicalType meaning, JsonGenerator json) throws IOException {
        switch (meaning == null ? "" : meaning.getName()) {
            case "date" -> json.writeString(LocalDate.ofEpochDay(value).toString());
            case "timestamp-millis" -> json.writeString(instant(value, 1_000).toString());
            case "timestamp-micros" ->
                json.writeString(instant(value, 1_000_000).toString());
            case "timestamp-nanos" ->
                json.writeString(instant(value, 1_000_000_000).toString());
            case "local-timestamp-millis" -> json.writeString(local(value, 1_000));
            case "local-timestamp-micros" -> json.writeString(local(value, 1_000_000));
            case "local-timestamp-nanos" -> json.writeString(local(value, 1_000_000_000));
            default -> json.writeNumber(value);
        }
    }

    private static Instant instant(long value, long perSecond) {
        return Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
    }

    private static String local(long value, long perSecond) {
        return instant(value, perSecond)
                .atOffset(ZoneOffset.UTC)
                .toLocalDateTime()
                .toString();
    }
}
