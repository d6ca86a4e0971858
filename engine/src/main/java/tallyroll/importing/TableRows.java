package tallyroll.importing;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tallyroll.bytes.Slice;
import tallyroll.summary.StoreException;

/** Rows of a table as JSON objects. A position is {@link #POSITIONS} times the first slice of the piece, and the row's number there. */
final class TableRows implements Rows {
    /** More rows than a slice has. */
    static final long POSITIONS = 1L << 32;

    private final String uri;
    private final Iterator<Map<String, Object>> rows;
    private final JsonRow json = new JsonRow();
    private final Slice value = new Slice();
    private long position;

    TableRows(String uri, Iterator<Map<String, Object>> rows, long from) {
        this.uri = uri;
        this.rows = rows;
        position = from - 1;
    }

    @Override
    public boolean next() throws IOException {
        if (!more()) {
            return false;
        }
        Map<String, Object> row = rows.next();
        json.write(into -> value(row, into), value);
        position++;
        return true;
    }

    private boolean more() {
        try {
            return rows.hasNext();
        } catch (StoreException unreadable) {
            throw ImportException.unreadable(uri, unreadable);
        }
    }

    private static void value(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                json.writeFieldName(field.getKey().toString());
                value(field.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof List<?> elements) {
            json.writeStartArray();
            for (Object element : elements) {
                value(element, json);
            }
            json.writeEndArray();
        } else if (value instanceof Number number) {
            number(number, json);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof byte[] bytes) {
            JsonRow.bytes(bytes, json);
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString(
                    value instanceof LocalTime time ? time.format(DateTimeFormatter.ISO_LOCAL_TIME) : value.toString());
        }
    }

    private static void number(Number number, JsonGenerator json) throws IOException {
        if (number instanceof BigDecimal decimal) {
            JsonRow.decimal(decimal, json);
        } else if (number instanceof BigInteger whole) {
            json.writeNumber(whole);
        } else if (number instanceof Double || number instanceof Float) {
            JsonRow.real(number.doubleValue(), number.toString(), json);
        } else {
            json.writeNumber(number.longValue());
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public Slice value() {
        return value;
    }

    @Override
    public void close() {
        // a page that was asked for comes and is dropped
    }
}
