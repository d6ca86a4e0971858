package tallyroll.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Records as Avro's own library writes them. */
final class AvroRecords {
    private AvroRecords() {}

    /** @param json of the record, or of its only field {@code v} */
    static byte[] of(String schema, String json) {
        Schema parsed = new Schema.Parser().parse(schema);
        try {
            String record = json.startsWith("{")
                    ? json
                    : "{\"v\":" + value(parsed.getField("v").schema(), json) + "}";
            return bytes(new GenericDatumReader<GenericData.Record>(parsed)
                    .read(null, DecoderFactory.get().jsonDecoder(parsed, record)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] decimal(String schema, String digits) {
        Schema parsed = new Schema.Parser().parse(schema);
        Schema type = parsed.getField("v").schema();
        GenericData.Record record = new GenericData.Record(parsed);
        BigDecimal value = new BigDecimal(digits);
        Conversions.DecimalConversion conversion = new Conversions.DecimalConversion();
        record.put(
                "v",
                type.getType() == Schema.Type.BYTES
                        ? conversion.toBytes(value, type, type.getLogicalType())
                        : conversion.toFixed(value, type, type.getLogicalType()));
        return bytes(record);
    }

    static byte[] bytes(GenericData.Record record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericData.Record>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String value(Schema type, String written) {
        return switch (type.getType()) {
            case STRING, BYTES, FIXED -> "\"" + written + "\"";
            default -> written;
        };
    }
}
