package tallyroll.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import tallyroll.bytes.Slice;

/**
 * A row of columns as a JSON object, always written the same way: a timestamp is ISO text, in UTC with a {@code Z} where the file says
 * that it is an instant, else without; a decimal is a number with all its digits; bytes without a meaning are Base64; a null is left out.
 */
final class JsonRow {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long NANOS = 1_000_000_000;
    private static final int MAX_SCALE = 400;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 10);

    /** Writes the object. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    void write(Content content, Slice into) throws IOException {
        out.reset();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            content.write(json);
        }
        byte[] bytes = out.toByteArray();
        into.set(bytes, 0, bytes.length);
    }

    /** @param written the same number as a text; what is not finite is that text, for JSON has no number for it */
    static void real(double value, String written, JsonGenerator json) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(written);
        } else {
            json.writeString(written);
        }
    }

    static void decimal(BigInteger digits, int scale, JsonGenerator json) throws IOException {
        decimal(new BigDecimal(digits, scale), json);
    }

    /** Of a scale that would make it longer than anybody means, with an exponent. */
    static void decimal(BigDecimal number, JsonGenerator json) throws IOException {
        json.writeNumber(Math.abs((long) number.scale()) > MAX_SCALE ? number.toString() : number.toPlainString());
    }

    static void day(long sinceEpoch, JsonGenerator json) throws IOException {
        json.writeString(LocalDate.ofEpochDay(sinceEpoch).toString());
    }

    /** @param value since 1970, {@code perSecond} in a second */
    static void timestamp(long value, long perSecond, boolean instant, JsonGenerator json) throws IOException {
        Instant at = Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * (NANOS / perSecond));
        json.writeString(
                instant
                        ? at.toString()
                        : at.atOffset(ZoneOffset.UTC).toLocalDateTime().toString());
    }

    static void bytes(byte[] bytes, JsonGenerator json) throws IOException {
        json.writeString(Base64.getEncoder().encodeToString(bytes));
    }
}
