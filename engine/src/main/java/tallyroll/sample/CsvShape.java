package tallyroll.sample;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallyroll.sample.FieldProfile.Kind;

/**
 * Records that are lines of CSV.
 *
 * @param titles what the header line calls the columns; empty without one
 * @param columns their names in a definition: the titles themselves where a definition can name them
 * @param rows the records that have as many cells as there are columns, without the header
 */
record CsvShape(char delimiter, List<String> titles, List<String> columns, List<Row> rows) {
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int MOST_COLUMNS = 1_000;
    private static final Pattern TITLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_ .:/()%#-]{0,60}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.,][0-9]+)?");
    private static final Pattern VALUE = Pattern.compile("(?i)[-+]?[0-9][0-9.,:/ T+Zz-]*|true|false");

    /** @param cells null where one is empty */
    record Row(SampleRecord record, String[] cells) {
        boolean equalCells(String[] others) {
            return Arrays.equals(cells, others);
        }
    }

    /** The delimiter by which most records have the same number of cells, more than one; empty where no two agree. */
    static Optional<CsvShape> of(List<SampleRecord> records, Charset charset) {
        List<Row> best = List.of();
        char delimiter = ',';
        for (char candidate : DELIMITERS) {
            List<Row> rows = regular(records, candidate, charset);
            int cells = rows.isEmpty() ? 0 : rows.get(0).cells().length;
            if ((cells > 1 || numbers(rows))
                    && (rows.size() > best.size()
                            || (rows.size() == best.size()
                                    && cells > best.get(0).cells().length))) {
                best = rows;
                delimiter = candidate;
            }
        }
        return best.size() * 2 < records.size() || best.isEmpty()
                ? Optional.empty()
                : Optional.of(named(delimiter, best));
    }

    /** Whether each record is a number and no more, as sensors send them. */
    private static boolean numbers(List<Row> rows) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> row.cells()[0] != null
                                && NUMBER.matcher(row.cells()[0]).matches());
    }

    boolean header() {
        return !titles.isEmpty();
    }

    /** Whether the header line can be told from events by the columns' names. */
    boolean headerSkipped() {
        return header() && titles.equals(columns);
    }

    Profiles profiles() {
        Profiles profiles = new Profiles();
        for (Row row : rows) {
            profiles.event(row.record());
            profiles.record(true);
            for (int i = 0; i < row.cells().length; i++) {
                FieldPath path = FieldPath.column(columns.get(i));
                if (row.cells()[i] == null) {
                    profiles.seeNull(path);
                } else {
                    profiles.see(path, Kind.TEXT, row.cells()[i]);
                }
            }
        }
        return profiles;
    }

    /** The rows that have as many cells as most of them. */
    private static List<Row> regular(List<SampleRecord> records, char delimiter, Charset charset) {
        CsvParser parser = parser(delimiter);
        List<Row> rows = new ArrayList<>();
        Map<Integer, Integer> widths = new HashMap<>();
        for (SampleRecord record : records) {
            cells(parser, record.value(), charset).ifPresent(cells -> {
                rows.add(new Row(record, cells));
                widths.merge(cells.length, 1, Integer::sum);
            });
        }
        int width = widths.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
        return rows.stream().filter(row -> row.cells().length == width).toList();
    }

    private static CsvParser parser(char delimiter) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setDelimiter(delimiter);
        settings.getFormat().setComment('\0');
        settings.setIgnoreLeadingWhitespaces(false);
        settings.setIgnoreTrailingWhitespaces(false);
        settings.setNullValue(null);
        settings.setEmptyValue("");
        settings.setMaxColumns(MOST_COLUMNS);
        settings.setMaxCharsPerColumn(1 << 20);
        return new CsvParser(settings);
    }

    /** The cells, null where one is empty; empty where it is no line of CSV. */
    private static Optional<String[]> cells(CsvParser parser, byte[] record, Charset charset) {
        String text = new String(record, charset);
        try {
            return Optional.ofNullable(parser.parseLine(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
        } catch (TextParsingException notCsv) {
            return Optional.empty();
        }
    }

    private static CsvShape named(char delimiter, List<Row> rows) {
        String[] first = rows.get(0).cells();
        boolean header = header(rows);
        boolean asTitled = header
                && Arrays.stream(first)
                        .allMatch(title -> FieldPath.column(title).written().isPresent());
        Set<String> taken = new HashSet<>();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            String title = header ? first[i] : "";
            String otherwise = first.length == 1 ? "value" : "column_" + (i + 1);
            columns.add(asTitled ? title : NameWords.free(title, otherwise, taken));
        }
        List<Row> events =
                header ? rows.stream().filter(row -> !row.equalCells(first)).toList() : rows;
        return new CsvShape(delimiter, header ? List.of(first) : List.of(), columns, events);
    }

    /**
     * Whether the first row names the columns: every cell is a different word, none is a value, and below it either some column
     * holds values only, or no cell ever says its column's title again.
     */
    private static boolean header(List<Row> rows) {
        String[] first = rows.get(0).cells();
        boolean titles = Arrays.stream(first)
                .allMatch(cell -> cell != null
                        && TITLE.matcher(cell).matches()
                        && !VALUE.matcher(cell).matches());
        if (!titles || new HashSet<>(Arrays.asList(first)).size() < first.length || rows.size() < 2) {
            return false;
        }
        List<Row> below = rows.stream().filter(row -> !row.equalCells(first)).toList();
        for (int i = 0; i < first.length; i++) {
            int column = i;
            List<String> cells = below.stream()
                    .map(row -> row.cells()[column])
                    .filter(cell -> cell != null)
                    .toList();
            if (!cells.isEmpty()
                    && cells.stream().allMatch(cell -> VALUE.matcher(cell).matches())) {
                return true;
            }
            if (cells.contains(first[i])) {
                return false;
            }
        }
        // all texts: words without a digit or space over anything else
        return !Collections.disjoint(
                        Arrays.stream(first)
                                .flatMap(cell -> NameWords.of(cell).stream())
                                .toList(),
                        Set.of("id", "name", "time", "date", "type", "status", "key", "code", "timestamp", "ts"))
                && !below.isEmpty();
    }
}
