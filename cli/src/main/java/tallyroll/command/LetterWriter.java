package tallyroll.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tallyroll.cli.Column;
import tallyroll.cli.Format;
import tallyroll.cli.Table;
import tallyroll.record.DeadLetter;
import tallyroll.time.Micros;

/** Writes dead letters as they come, holding a page of them at most. */
abstract class LetterWriter {
    /** @param format empty for one JSON object a line */
    static LetterWriter of(Optional<Format> format, PrintWriter out) {
        boolean json = format.isEmpty() || format.get() == Format.JSON;
        return json ? new JsonLetters(out, format.isPresent()) : new PagedLetters(out, format.get());
    }

    /** @param micros when it was met, µs; 0 where that is unknown */
    abstract void write(DeadLetter letter, long micros);

    /** Nothing comes any more. */
    abstract void end();

    private static Object time(long micros) {
        return micros == 0 ? null : Micros.toInstant(micros);
    }

    /** The payload as text; empty where it is not UTF-8. */
    private static Optional<String> text(DeadLetter letter) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(letter.payload()))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    private static String base64(DeadLetter letter) {
        return Base64.getEncoder().encodeToString(letter.payload());
    }

    /** Tables of some rows, one after the other; of CSV the header stands once. */
    private static final class PagedLetters extends LetterWriter {
        private static final int PAGE = 500;

        private final PrintWriter out;
        private final Format format;
        private Table.Builder page = empty();
        private int rows;
        private int pages;

        PagedLetters(PrintWriter out, Format format) {
            this.out = out;
            this.format = format;
        }

        private static Table.Builder empty() {
            return Table.of(
                    Column.number("batch"),
                    Column.text("time"),
                    Column.text("code"),
                    Column.text("source"),
                    Column.number("partition"),
                    Column.number("offset"),
                    Column.text("reason"),
                    Column.number("bytes"),
                    Column.text("sha256"),
                    Column.text("payload"),
                    Column.text("base64"));
        }

        @Override
        void write(DeadLetter letter, long micros) {
            Optional<String> text = text(letter);
            page.row(
                    letter.batch(),
                    time(micros),
                    letter.code(),
                    letter.source(),
                    letter.partition(),
                    letter.offset(),
                    letter.reason(),
                    letter.bytes(),
                    letter.sha256().isEmpty() ? null : letter.sha256(),
                    text.orElse(null),
                    text.isPresent() ? null : base64(letter));
            if (++rows == PAGE) {
                flush();
            }
        }

        private void flush() {
            String text = page.build().text(format);
            boolean headless = format == Format.CSV && pages > 0;
            out.print(headless ? text.substring(text.indexOf('\n') + 1) : text);
            out.flush();
            page = empty();
            rows = 0;
            pages++;
        }

        @Override
        void end() {
            if (rows > 0 || pages == 0) {
                flush();
            }
        }
    }

    /** An array, or one object a line. */
    private static final class JsonLetters extends LetterWriter {
        private final PrintWriter out;
        private final JsonGenerator json;
        private final boolean array;
        private boolean any;

        JsonLetters(PrintWriter out, boolean array) {
            this.out = out;
            this.array = array;
            try {
                json = new JsonFactory().createGenerator(out);
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
                if (array) {
                    json.writeStartArray();
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        void write(DeadLetter letter, long micros) {
            any = true;
            try {
                json.writeStartObject();
                json.writeNumberField("batch", letter.batch());
                if (micros != 0) {
                    json.writeStringField("time", Micros.toInstant(micros).toString());
                }
                json.writeStringField("code", letter.code());
                json.writeStringField("reason", letter.reason());
                json.writeStringField("source", letter.source());
                json.writeNumberField("partition", letter.partition());
                json.writeNumberField("offset", letter.offset());
                json.writeNumberField("bytes", letter.bytes());
                if (!letter.sha256().isEmpty()) {
                    json.writeStringField("sha256", letter.sha256());
                }
                Optional<String> text = text(letter);
                json.writeStringField(text.isPresent() ? "payload" : "base64", text.orElseGet(() -> base64(letter)));
                json.writeEndObject();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        void end() {
            try {
                if (array) {
                    json.writeEndArray();
                }
                json.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            if (any || array) {
                out.print('\n');
            }
            out.flush();
        }
    }
}
