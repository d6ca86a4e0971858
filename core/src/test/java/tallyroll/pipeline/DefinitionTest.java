package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no definition at all: each text is one error with its line, and nothing is thrown that says less. */
class DefinitionTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing but a comment\n", "''"})
    void parse_nothing_saysHowToBegin(String text) {
        assertThat(errors(text)).isEqualTo("x.yaml:1: is empty; begin with pipeline: NAME");
    }

    @Test
    void parse_controlCharacter_isFoundInItsLine() {
        assertThat(errors("pipeline: a\nsource:\n  kafka: {topic: \"\u0007\"}\n"))
                .isEqualTo("x.yaml:3: is not YAML: a character that is not allowed; remove control characters");
    }

    @Test
    void parse_aliasesThatMultiply_areRefusedBeforeTheyFillTheMemory() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(errors(text.toString())).startsWith("x.yaml:").doesNotContain("pipeline: NAME");
    }

    @Test
    void parse_nestingWithoutEnd_isNotYaml() {
        assertThat(errors("a: " + "[".repeat(5_000))).startsWith("x.yaml:1: is not YAML: ");
    }

    /** Each a value that YAML cuts at its commas, as one error with what to write; what follows it is read as it stands. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {events: count, top: top_k(tag, 3)} | 5: rollups.r.measures.top: is cut off at its comma, which ends a value between braces; put it in quotes: top: "top_k(tag, 3)"
                    {a: quantiles(n,0.5,0.99), b: top_k(tag, 3)} | 5: rollups.r.measures.a: is cut off at its comma, which ends a value between braces; put it in quotes: a: "quantiles(n, 0.5, 0.99)" ¶ x.yaml:5: rollups.r.measures.b: is cut off at its comma, which ends a value between braces; put it in quotes: b: "top_k(tag, 3)"
                    {top: top_k(tag 3), events: count} | 5: rollups.r.measures.top: "top_k(tag 3)": "tag 3" is an expression, and there is nothing on the class path that could judge it; add Spark, or name a field
                    {top: top_k(tag, events: count} | 5: rollups.r.measures.top: "top_k(tag": is not a measure; write count, sum(field), quantiles(field, 0.5, 0.99), count where status >= 500, or errors / requests
                    """)
    void parse_commaInAFlowMap_isOneErrorThatSaysQuotes(String measures, String wanted) {
        String text = """
                pipeline: flow
                source: {kafka: {bootstrap: "localhost:9092", topic: t}}
                event: {format: json, id: id, time: ts, fields: {id: string, ts: timestamp, tag: string, n: int}}
                rollups:
                  r: {by: [tag], every: [1h], measures: %s}
                """;

        assertThat(errors(text.formatted(measures)).replaceFirst("^x.yaml:", ""))
                .isEqualTo(wanted.replace(" ¶ ", "\n"));
    }

    @Test
    void parse_commaInATypeOfAFlowMap_isOneErrorThatSaysQuotes() {
        String text = Edited.text("fare: \"decimal(12,2)\"", "fare: decimal(12,2)");

        assertThat(errors(text))
                .isEqualTo("x.yaml:8: event.fields.fare: is cut off at its comma, which ends a value between braces; "
                        + "put it in quotes: fare: \"decimal(12, 2)\"");
    }

    @Test
    void read_fileOfSecrets_isFoundBesideTheDefinition() throws IOException {
        Path file = directory.resolve("flights.yaml");
        Files.writeString(directory.resolve("broker"), "kafka1:9092\n");
        Files.writeString(file, Edited.RIGHT.replaceFirst("bootstrap: [^,}\\n]+", "bootstrap: \"\\${file:broker}\""));

        Pipeline pipeline = Definition.read(file, Environment.of(Map.of()));

        assertThat(pipeline.kafka().bootstrap()).isEqualTo("kafka1:9092");
    }

    @Test
    void read_fileThatIsNotThere_throwsWhatTheFileSystemSays() {
        assertThatThrownBy(() -> Definition.read(directory.resolve("none.yaml"), Edited.ENVIRONMENT))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none.yaml");
    }

    private static String errors(String text) {
        try {
            Definition.parse(text, "x.yaml", Environment.of(Map.of()));
        } catch (InvalidDefinitionException invalid) {
            return invalid.getMessage();
        }
        throw new AssertionError("accepted: " + text);
    }
}
