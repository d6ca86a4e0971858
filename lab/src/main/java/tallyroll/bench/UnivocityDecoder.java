package tallyroll.bench;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.nio.charset.StandardCharsets;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.FieldReader;
import tallyroll.decode.Message;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;

/** CSV by univocity's parser, a line at a time, as Spark's {@code from_csv} uses it. */
final class UnivocityDecoder implements FieldDecoder {
    private final CsvParser parser;
    private final FieldReader[] readers;
    private final int[] columns;

    UnivocityDecoder(EventSpec spec) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setDelimiter(spec.csv().delimiter());
        settings.setIgnoreLeadingWhitespaces(false);
        settings.setIgnoreTrailingWhitespaces(false);
        settings.setMaxCharsPerColumn(spec.maxBytes());
        settings.setEmptyValue("");
        settings.setColumnReorderingEnabled(false);
        parser = new CsvParser(settings);
        readers = new FieldReader[spec.schema().size()];
        columns = new int[readers.length];
        for (int slot = 0; slot < readers.length; slot++) {
            readers[slot] = new FieldReader(spec.schema().field(slot), slot);
            columns[slot] = spec.csv().columns().indexOf(readers[slot].field().path());
        }
    }

    @Override
    public Decoding decode(Message message, Event into) {
        Slice raw = message.value();
        into.clear();
        String[] cells = parser.parseLine(raw.text());
        for (int i = 0; i < readers.length; i++) {
            String cell = cells[columns[i]];
            if (cell == null) {
                continue;
            }
            byte[] text = cell.getBytes(StandardCharsets.UTF_8);
            Decoding decoding = readers[i].text(Slice.of(text), into);
            if (!decoding.ok()) {
                return decoding;
            }
        }
        return Decoding.OK;
    }
}
