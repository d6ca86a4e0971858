package tallyroll.avro;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import tallyroll.format.Form;
import tallyroll.format.Forms;
import tallyroll.format.Times;

/** The form of a value that is neither a record, an array, a map nor a union. */
final class SchemaForms {
    private static final long MILLIS = 1_000;
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;
    private static final int UUID_BYTES = 16;

    private SchemaForms() {}

    static Form of(Schema schema) {
        return of(schema.getType(), schema);
    }

    /** @param written how it is written; a number may be read as a wider one */
    static Form of(Schema.Type written, Schema schema) {
        return switch (written) {
            case INT, LONG ->
                schema.getType() == Schema.Type.INT || schema.getType() == Schema.Type.LONG
                        ? whole(schema)
                        : Forms.whole(article(written));
            case FLOAT -> Forms.real32("a float");
            case DOUBLE -> Forms.real("a double");
            case BOOLEAN -> Forms.bool("a boolean");
            case STRING, BYTES, FIXED -> bytes(schema);
            case ENUM -> Forms.word("an enum", schema.getEnumSymbols(), Long::toString);
            case NULL -> Forms.unreadable("null");
            case RECORD -> Forms.unreadable("a record");
            case ARRAY -> Forms.unreadable("an array");
            case MAP -> Forms.unreadable("a map");
            case UNION -> Forms.unreadable("a union");
        };
    }

    private static Form whole(Schema schema) {
        String logical = name(schema);
        return switch (logical) {
            case "timestamp-millis" -> Times.instant("a timestamp-millis", MILLIS);
            case "timestamp-micros" -> Times.instant("a timestamp-micros", MICROS);
            case "timestamp-nanos" -> Times.instant("a timestamp-nanos", NANOS);
            case "local-timestamp-millis" -> Times.localTime("a local-timestamp-millis", MILLIS);
            case "local-timestamp-micros" -> Times.localTime("a local-timestamp-micros", MICROS);
            case "local-timestamp-nanos" -> Times.localTime("a local-timestamp-nanos", NANOS);
            case "date" -> Times.date("a date");
            case "time-millis" -> Times.timeOfDay("a time-millis", MILLIS);
            case "time-micros" -> Times.timeOfDay("a time-micros", MICROS);
            default -> Forms.whole(article(schema.getType()));
        };
    }

    private static Form bytes(Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return Forms.decimal(
                    "a decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")", decimal.getScale());
        }
        return switch (name(schema)) {
            case "uuid" ->
                schema.getType() == Schema.Type.FIXED && schema.getFixedSize() == UUID_BYTES
                        ? Forms.uuid("a uuid")
                        : Forms.text("a uuid");
            case "duration", "big-decimal" -> Forms.unreadable("a " + name(schema));
            default ->
                Forms.text(
                        schema.getType() == Schema.Type.STRING ? "a string" : "UTF-8 in " + article(schema.getType()));
        };
    }

    private static String name(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return logical == null ? "" : logical.getName();
    }

    private static String article(Schema.Type type) {
        return switch (type) {
            case INT -> "an int";
            case BYTES -> "bytes";
            default -> "a " + type.getName();
        };
    }
}
