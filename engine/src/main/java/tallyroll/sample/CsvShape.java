package tallyroll.sample;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.nio.charset.StandardCharsets;
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
 * @param rows the cells of each record that has as many as there are columns, without the header; null where one is empty
 */
record CsvShape(char delimiter, List<String> titles, List<String> columns, List<String[]> rows) {
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int MOST_COLUMNS = 1_000;
    private static final Pattern TITLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_ .:/()%#-]{0,60}");
    private static final Pattern VALUE = Pattern.compile("(?i)[-+]?[0-9][0-9.,:/ T+Zz-]*|true|false");

    /** The delimiter by which most records have the same number of cells, more than one; empty where no two agree. */
    static Optional<CsvShape> of(List<byte[]> records) {
        List<String[]> best = List.of();
        char delimiter = ',';
        for (char candidate : DELIMITERS) {
            List<String[]> rows = regular(records, candidate);
            int cells = rows.isEmpty() ? 0 : rows.get(0).length;
            if (cells > 1
                    && (rows.size() > best.size() || (rows.size() == best.size() && cells > best.get(0).length))) {
                best = rows;
                delimiter = candidate;
            }
        }
        return best.size() * 2 < records.size() || best.isEmpty()
                ? Optional.empty()
                : Optional.of(named(delimiter, best));
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
        for (String[] row : rows) {
            profiles.event();
            for (int i = 0; i < row.length; i++) {
                if (row[i] == null) {
                    profiles.seeNull(List.of(columns.get(i)));
                } else {
                    profiles.see(List.of(columns.get(i)), Kind.TEXT, row[i]);
                }
            }
        }
        return profiles;
    }

    /** Whether a record is the header line, once more. */
    boolean isHeader(byte[] record) {
        return header() && cells(parser(delimiter), record).map(titles::equals).orElse(false);
    }

    /** The rows that have as many cells as most of them. */
    private static List<String[]> regular(List<byte[]> records, char delimiter) {
        CsvParser parser = parser(delimiter);
        List<String[]> rows = new ArrayList<>();
        Map<Integer, Integer> widths = new HashMap<>();
        for (byte[] record : records) {
            cells(parser, record).ifPresent(cells -> {
                rows.add(cells.toArray(String[]::new));
                widths.merge(cells.size(), 1, Integer::sum);
            });
        }
        int width = widths.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
        return rows.stream().filter(row -> row.length == width).toList();
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
    private static Optional<List<String>> cells(CsvParser parser, byte[] record) {
        try {
            String[] cells = parser.parseLine(new String(record, StandardCharsets.UTF_8));
            return Optional.ofNullable(cells).map(Arrays::asList);
        } catch (TextParsingException notCsv) {
            return Optional.empty();
        }
    }

    private static CsvShape named(char delimiter, List<String[]> rows) {
        String[] first = rows.get(0);
        boolean header = header(rows);
        boolean asTitled = header
                && Arrays.stream(first)
                        .allMatch(title -> FieldGuess.pathOf(List.of(title)).isPresent());
        Set<String> taken = new HashSet<>();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            String title = header ? first[i] : "";
            columns.add(asTitled ? title : NameWords.free(title, "column_" + (i + 1), taken));
        }
        List<String[]> events =
                header ? rows.stream().filter(row -> !Arrays.equals(row, first)).toList() : rows;
        return new CsvShape(delimiter, header ? List.of(first) : List.of(), columns, events);
    }

    /**
     * Whether the first row names the columns: every cell is a different word, none is a value, and below it either some column
     * holds values only, or no cell ever says its column's title again.
     */
    private static boolean header(List<String[]> rows) {
        String[] first = rows.get(0);
        boolean titles = Arrays.stream(first)
                .allMatch(cell -> cell != null
                        && TITLE.matcher(cell).matches()
                        && !VALUE.matcher(cell).matches());
        if (!titles || new HashSet<>(Arrays.asList(first)).size() < first.length || rows.size() < 2) {
            return false;
        }
        List<String[]> below =
                rows.stream().filter(row -> !Arrays.equals(row, first)).toList();
        for (int i = 0; i < first.length; i++) {
            int column = i;
            List<String> cells = below.stream()
                    .map(row -> row[column])
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
