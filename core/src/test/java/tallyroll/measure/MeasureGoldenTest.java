package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.bytes.ByteReader;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;

/**
 * Stored states stay readable: each file of {@code golden/measure} holds the state of one function over the events below, a line
 * a field type. A new version of a state adds a file and keeps the old one.
 *
 * <p>{@code -Dtallyroll.golden=DIR} writes the files instead of comparing; what they then hold must be looked at.
 */
class MeasureGoldenTest {
    private static final List<FieldType> TYPES = List.of(
            FieldType.STRING,
            FieldType.BOOLEAN,
            FieldType.INT,
            FieldType.LONG,
            FieldType.DOUBLE,
            FieldType.TIMESTAMP,
            FieldType.decimal(9, 2),
            FieldType.decimal(38, 6));
    private static final long[] NUMBERS = {17, -3, 0, 250, 17, 1440, -3, 17, 99, 2};

    static Set<String> functions() {
        return Measures.functions();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void state_ofGoldenFile_isReadAndWrittenTheSame(String function) {
        List<String> lines = lines(function);
        String directory = System.getProperty("tallyroll.golden");
        if (directory != null) {
            write(Path.of(directory, function + ".hex"), lines);
        }
        assertThat(lines).as(function).isEqualTo(golden(function));
        for (String line : golden(function)) {
            String[] parts = line.split(" ");
            Measure measure = measure(function, FieldType.parse(parts[0]).orElseThrow());
            Partial read = measure.read(new ByteReader(HexFormat.of().parseHex(parts[1])));
            assertThat(Laws.bytes(read)).as(line).isEqualTo(parts[1]);
            assertThat(Laws.answers(measure, read)).isEqualTo(Laws.answers(measure, fold(measure, parts[0])));
        }
    }

    private static List<String> lines(String function) {
        List<String> lines = new ArrayList<>();
        for (FieldType type : TYPES) {
            if (fields(function).contains(type.kind())) {
                lines.add(type + " " + Laws.bytes(fold(measure(function, type), type.toString())));
            }
        }
        return lines;
    }

    private static Set<Kind> fields(String function) {
        return Measures.reference().stream()
                .filter(reference -> reference.name().equals(function))
                .findFirst()
                .orElseThrow()
                .fields();
    }

    private static Measure measure(String function, FieldType type) {
        List<Double> parameters = function.equals("histogram") ? List.of(0.0, 15.5, 100.0) : List.of();
        return Measures.bind(new MeasureSpec("golden", function, "v", parameters), Row.schema(type));
    }

    private static Partial fold(Measure measure, String typeName) {
        FieldType type = FieldType.parse(typeName).orElseThrow();
        EventSchema schema = Row.schema(type);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < NUMBERS.length; i++) {
            long time = 1_000_000_000_000_000L + 60_000_000L * (i * 7 % 10);
            rows.add(new Row(value(type, NUMBERS[i]), time, 0x0123_4567_89AB_CDEFL, i));
        }
        rows.add(new Row(null, 0, 0, 0));
        return Laws.fold(measure, schema, rows);
    }

    private static Object value(FieldType type, long number) {
        return switch (type.kind()) {
            case STRING -> number == 0 ? "" : "é" + number;
            case BOOLEAN -> number > 0;
            case INT, LONG -> (Long) number;
            case DOUBLE -> (Double) (number * 0.1);
            case TIMESTAMP -> (Long) (number * 1000);
            case DECIMAL -> BigDecimal.valueOf(number * 3, type.scale());
        };
    }

    private static List<String> golden(String function) {
        String name = "/golden/measure/" + function + ".hex";
        try (InputStream in = MeasureGoldenTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
