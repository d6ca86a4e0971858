package tallyroll.dryrun;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tallyroll.cli.Failure;
import tallyroll.cli.Format;
import tallyroll.cli.Table;

/**
 * A result as it is kept in a file and compared: JSON, an object with an array for each table, of an object for each row. How the file is indented
 * does not matter, the order of rows within a table does not either: what is compared is which rows there are, and how often.
 *
 * @param rows by table, each in a line of JSON
 */
record Golden(String text, Map<String, List<String>> rows) {
    private static final JsonFactory JSON = new JsonFactory();

    static Golden of(Map<String, Table> tables) {
        String text = Table.text(Format.JSON, tables);
        try {
            return new Golden(text, parsed(text));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading JSON from memory", impossible);
        }
    }

    /** @param written the path as it was written, for messages */
    static Golden read(Path file, String written) throws IOException {
        try {
            String text = Files.readString(file);
            return new Golden(text, parsed(text));
        } catch (NoSuchFileException missing) {
            throw Failure.usage("Cannot compare with \"" + written + "\": there is no such file; --write-expected "
                    + written + " writes it");
        } catch (JsonProcessingException broken) {
            throw Failure.usage("Cannot compare with \"" + written + "\", line "
                    + (broken.getLocation() == null ? 1 : broken.getLocation().getLineNr()) + ": "
                    + broken.getOriginalMessage() + "; --write-expected " + written + " writes it again");
        }
    }

    /** The rows that only this one has, and those that only the other has, by table; empty where both are the same. */
    List<String> difference(Golden got) {
        Set<String> tables = new LinkedHashSet<>(rows.keySet());
        tables.addAll(got.rows.keySet());
        List<String> lines = new ArrayList<>();
        for (String table : tables) {
            List<String> missing = new ArrayList<>(rows.getOrDefault(table, List.of()));
            List<String> added = new ArrayList<>(got.rows.getOrDefault(table, List.of()));
            for (String row : List.copyOf(missing)) {
                if (added.remove(row)) {
                    missing.remove(row);
                }
            }
            if (!missing.isEmpty() || !added.isEmpty()) {
                lines.add(table);
                missing.forEach(row -> lines.add("  - " + row));
                added.forEach(row -> lines.add("  + " + row));
            }
        }
        return lines;
    }

    private static Map<String, List<String>> parsed(String text) throws IOException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                List<String> rows = new ArrayList<>();
                tables.put(json.currentName(), rows);
                expect(json, json.nextToken(), JsonToken.START_ARRAY);
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    expect(json, json.currentToken(), JsonToken.START_OBJECT);
                    rows.add(line(json));
                }
            }
        }
        return tables;
    }

    private static void expect(JsonParser json, JsonToken seen, JsonToken wanted) throws IOException {
        if (seen != wanted) {
            throw new JsonParseException(
                    json, "an object of arrays of objects is expected, as --format json prints it");
        }
    }

    /** The value that begins here, without white space. */
    private static String line(JsonParser json) throws IOException {
        StringWriter line = new StringWriter();
        try (var out = JSON.createGenerator(line)) {
            out.copyCurrentStructureExact(json);
        }
        return line.toString();
    }
}
