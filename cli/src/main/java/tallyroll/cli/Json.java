package tallyroll.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** An array of objects, one per row and line. */
final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Json() {}

    static String of(Table table) {
        return text(json -> rows(json, table));
    }

    static String of(Map<String, Table> titled) {
        return text(json -> {
            json.writeStartObject();
            for (Map.Entry<String, Table> entry : titled.entrySet()) {
                json.writeFieldName(entry.getKey());
                rows(json, entry.getValue());
            }
            json.writeEndObject();
        });
    }

    /** In one line, without spaces. */
    static String of(Entries several) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            entries(json, several);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON to memory", impossible);
        }
        return text.toString();
    }

    private static void rows(JsonGenerator json, Table table) throws IOException {
        json.writeStartArray();
        for (List<Object> row : table.rows()) {
            row(json, table.columns(), row);
        }
        json.writeEndArray();
    }

    /** An object. */
    static void row(JsonGenerator json, List<Column> columns, List<?> row) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < row.size(); i++) {
            json.writeFieldName(columns.get(i).name());
            value(json, row.get(i));
        }
        json.writeEndObject();
    }

    /** Writes values to a writer that stays open: indented, or an object a line. */
    static JsonGenerator generator(Writer out, boolean indented) throws IOException {
        JsonGenerator json = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        return indented ? json.setPrettyPrinter(indented()) : json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    private static DefaultPrettyPrinter indented() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines);
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof BigDecimal exact) {
            json.writeNumber(exact);
        } else if (value instanceof BigInteger exact) {
            json.writeNumber(exact);
        } else if (value instanceof Double || value instanceof Float) {
            json.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number whole) {
            json.writeNumber(whole.longValue());
        } else if (value instanceof Entries several) {
            entries(json, several);
        } else {
            json.writeString(value.toString());
        }
    }

    private static void entries(JsonGenerator json, Entries several) throws IOException {
        json.writeStartArray();
        for (Map<String, Object> entry : several.entries()) {
            json.writeStartObject();
            for (Map.Entry<String, Object> part : entry.entrySet()) {
                json.writeFieldName(part.getKey());
                value(json, part.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String text(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(indented());
            body.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON to memory", impossible);
        }
        return text + "\n";
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }
}
