package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv;
import tallyroll.event.EventSpec.Csv.Header;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

class CsvDecoderTest {
    private static final EventSchema SCHEMA = new EventSchema(List.of(
            Field.of("time", FieldType.TIMESTAMP),
            Field.of("a", FieldType.STRING),
            Field.of("b", FieldType.STRING),
            Field.of("c", FieldType.STRING)));
    private static final EventSchema TYPED = new EventSchema(List.of(
            Field.of("c", FieldType.TIMESTAMP), Field.of("b", FieldType.BOOLEAN), Field.of("a", FieldType.INT)));

    private final Event event = new Event(SCHEMA);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x,y,z,            | x      | y    | z",
                "` x ,é,,`         | ` x `  | é    | -",
                "\"x\",\"\",z,     | x      | ``   | z",
                "\"a,\"\"b\"\"\",y,z, | a,\"b\" | y  | z",
                "`\"two\nlines\",y,z,\r\n` | `two\nlines` | y | z",
                "`x,y,z,\n`        | x      | y    | z",
                "\ufeffx,y,z,     | x      | y    | z",
                "\ufeff\"x\",y,z, | x    | y    | z",
            })
    void decode_line_fillsTheCells(String line, String a, String b, String c) {
        assertThat(decode(line, ',')).isEqualTo(Decoding.OK);

        assertThat(cells()).containsExactly(a, b, c);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x,y,z           | wrong-columns | the line has 3 columns; 4 are declared: x,y,z",
                "x,y,z,,         | wrong-columns | the line has 5 columns; 4 are declared: x,y,z,,",
                "``              | wrong-columns | `the line has 1 columns; 4 are declared: `",
                "x\"y,,,         | not-csv       | the line is not CSV at byte 1, a quote inside a cell that does not begin with one: x\"y,,,",
                "\"x\"y,,,       | not-csv       | the line is not CSV at byte 3, text after a closing quote: \"x\"y,,,",
                "\"x,,,          | not-csv       | the line is not CSV at byte 5, a quoted cell has no closing quote: \"x,,,",
                "`x\ny,,,`       | not-csv       | the line is not CSV at byte 1, a second line: x\\ny,,,",
                ",,,noon         | bad-time      | field \"time\": noon is not an ISO-8601 date or time such as 2001-01-05T06:20:00Z",
            })
    void decode_fault_isNamed(String line, String code, String reason) {
        assertThat(decode(line, ',')).isEqualTo(new Decoding(code, reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"7;true;2001-01-05|7|1", "+007;FALSE;2001-01-05|7|0", "-1e1;\"true\";2001-01-05|-10|1"})
    void decode_typedCells_areRead(String line, long number, long flag) {
        byte[] raw = line.getBytes(StandardCharsets.UTF_8);
        EventSpec spec = spec(TYPED, List.of("a", "b", "c"), ';', "c");
        Event typed = new Event(TYPED);

        assertThat(FieldDecoders.of(spec).decode(Message.of(Slice.of(raw)), typed))
                .isEqualTo(Decoding.OK);
        assertThat(List.of(typed.longAt(2), typed.longAt(1))).containsExactly(number, flag);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"`  | `the CSV delimiter \"\"\" is not usable; write one ASCII character that is not a quote`",
                "`\n`  | `the CSV delimiter \"\\n\" is not usable; write one ASCII character that is not a quote`",
                "é      | `the CSV delimiter \"é\" is not usable; write one ASCII character that is not a quote`",
            })
    void decoder_ofAnUnusableDelimiter_isRefused(String delimiter, String message) {
        assertThatThrownBy(() -> decode("x,y,z,", delimiter.charAt(0))).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a,b,c,time          | true",
                "`\"a\",\"b\",c,time\r\n` | true",
                "a,b,c,times         | false",
                "A,b,c,time          | false",
                "a,b,c,              | false",
            })
    void decode_lineThatNamesTheColumns_isIgnoredByOption(String line, boolean ignored) {
        List<String> columns = List.of("a", "b", "c", "time");

        assertThat(decode(line, new Csv(columns, ',', Header.SKIP, false)).ignored())
                .isEqualTo(ignored);
        assertThat(decode(line, new Csv(columns, ',')).ignored()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"x,,z, | false | -", "x,,z, | true | ``", "x,\"\",z, | false | ``", "x,\"\",z,\"\" | true | ``"})
    void decode_emptyCell_isWhatTheDefinitionSays(String line, boolean emptyIsText, String b) {
        Csv csv = new Csv(List.of("a", "b", "c", "time"), ',', Header.NONE, emptyIsText);

        assertThat(decode(line, csv)).isEqualTo(Decoding.OK);

        assertThat(cells()).containsExactly("x", b, "z");
        assertThat(event.isNull(0)).as("an empty time is missing").isTrue();
    }

    @Test
    void decode_doubledQuotesInLongCells_keepsEveryCell() {
        String half = "\"\"" + "x".repeat(300);

        assertThat(decode("\"" + half + "\",\"" + half + half + "\",\"" + half + "\",", ','))
                .isEqualTo(Decoding.OK);

        String text = "\"" + "x".repeat(300);
        assertThat(cells()).containsExactly(text, text + text, text);
    }

    @Test
    void decode_randomLines_isWhatASimpleParserReads() {
        SplittableRandom random = new SplittableRandom(31);
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                line.append(",,,\"\"\"xé\r\n".charAt(random.nextInt(10)));
            }
            List<String> expected = parsed(line.toString());
            Decoding decoding = decode(line + ",", ',');
            boolean good = expected != null && expected.size() == 3;
            assertThat(decoding.ok()).as("<%s> %s %s", line, expected, decoding).isEqualTo(good);
            if (good) {
                assertThat(cells()).as("<%s>", line).isEqualTo(expected);
                accepted++;
            }
        }
        assertThat(accepted).isGreaterThan(2_000);
    }

    @Test
    void decode_randomBytes_neverThrows() {
        SplittableRandom random = new SplittableRandom(32);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            assertThat(FieldDecoders.of(spec(SCHEMA, List.of("time", "a", "b", "c"), '\t', "time"))
                            .decode(Message.of(Slice.of(bytes)), event))
                    .isNotNull();
        }
    }

    @Test
    void construct_unknownColumn_isRefused() {
        assertThatThrownBy(() -> FieldDecoders.of(spec(SCHEMA, List.of("a", "b", "c"), ',', "time")))
                .hasMessage("field \"time\" reads column \"time\", which is not among the CSV columns [a, b, c]");
    }

    /** A state machine over characters; null where the line is no CSV. "-" stands for null. */
    private static List<String> parsed(String line) {
        List<String> cells = new ArrayList<>();
        int i = 0;
        while (true) {
            StringBuilder cell = new StringBuilder();
            if (i < line.length() && line.charAt(i) == '"') {
                i++;
                while (true) {
                    if (i >= line.length()) {
                        return null;
                    }
                    if (line.startsWith("\"\"", i)) {
                        cell.append('"');
                        i += 2;
                    } else if (line.charAt(i) == '"') {
                        i++;
                        break;
                    } else {
                        cell.append(line.charAt(i++));
                    }
                }
                cells.add(cell.toString());
            } else {
                while (i < line.length() && line.charAt(i) != ',') {
                    cell.append(line.charAt(i++));
                }
                if (cell.toString().matches("(?s).*[\"\r\n].*")) {
                    return null;
                }
                cells.add(cell.isEmpty() ? "-" : cell.toString());
            }
            if (i == line.length()) {
                return cells;
            }
            if (line.charAt(i++) != ',') {
                return null;
            }
        }
    }

    private List<String> cells() {
        List<String> cells = new ArrayList<>();
        for (int slot = 1; slot < 4; slot++) {
            cells.add(event.isNull(slot) ? "-" : event.stringAt(slot));
        }
        return cells;
    }

    private Decoding decode(String line, Csv csv) {
        EventSpec spec = new EventSpec(
                EventSpec.Format.CSV,
                csv,
                SCHEMA,
                List.of(),
                "time",
                EventSpec.Duplicates.FIRST,
                "",
                1 << 20,
                EventSpec.Framing.PLAIN);
        return FieldDecoders.of(spec).decode(Message.of(Slice.of(line)), event);
    }

    private Decoding decode(String line, char delimiter) {
        byte[] raw = ("##" + line + "##").getBytes(StandardCharsets.UTF_8);
        FieldDecoder decoder = FieldDecoders.of(spec(SCHEMA, List.of("a", "b", "c", "time"), delimiter, "time"));
        return decoder.decode(Message.of(Slice.of(raw, 2, raw.length - 2)), event);
    }

    private static EventSpec spec(EventSchema schema, List<String> columns, char delimiter, String time) {
        return new EventSpec(
                EventSpec.Format.CSV,
                new EventSpec.Csv(columns, delimiter),
                schema,
                List.of(),
                time,
                EventSpec.Duplicates.FIRST,
                "",
                1 << 20,
                EventSpec.Framing.PLAIN);
    }
}
