package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables and files in values. */
class SubstitutionTest {
    @Test
    void value_ofAVariable_isReplaced() {
        assertThat(Edited.pipeline("localhost:9092", "${env:HOST}").kafka().bootstrap())
                .isEqualTo("kafka.example:9092");
    }

    @Test
    void value_ofAnUnsetOrEmptyVariable_isItsDefault() {
        assertThat(Edited.pipeline("localhost:9092", "${env:NOBODY:-a:1}, ${env:EMPTY:-b:2}")
                        .kafka()
                        .bootstrap())
                .isEqualTo("a:1, b:2");
    }

    @Test
    void value_ofAFile_losesItsLastLineEnd() {
        assertThat(Edited.pipeline("topic: flights", "topic: \"${file:secrets/password}\"")
                        .kafka()
                        .topic())
                .isEqualTo("swordfish");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    "localhost:9092" | ${HOST} | 3: is not YAML: expected ',' or '}', but got {
                    "localhost:9092" | "${HOST}" | 3: source.kafka.bootstrap: "${HOST}": "${HOST}" refers to neither a variable nor a file; write ${env:NAME}, ${env:NAME:-default} or ${file:PATH}
                    "localhost:9092" | "${env:NOBODY}" | 3: source.kafka.bootstrap: "${env:NOBODY}": the environment variable "NOBODY" is not set; set it or give a default: ${env:NOBODY:-default}
                    "localhost:9092" | "${env:SECRET}" | 3: source.kafka.bootstrap: "${env:SECRET}": is not a valid address (expected host:port, several separated by commas)
                    "localhost:9092" | "${file:missing.txt}" | 3: source.kafka.bootstrap: "${file:missing.txt}": the file "missing.txt" cannot be read: there is no such file; a relative path starts at the definition's directory
                    "localhost:9092" | "${env:HOST" | 3: source.kafka.bootstrap: "${env:HOST": "${" is not closed by "}"; write ${env:NAME}, ${env:NAME:-default} or ${file:PATH}
                    delay: sum(delay) | delay: "${env:MEASURE}" | 19: rollups.delays.measures.delay: "${env:MEASURE}": there is not a measure "${env:MEASURE}"; did you mean "sum"? Measures: count, sum, avg, variance, stddev, min, max, first, last, distinct, quantiles, top_k, histogram
                    datacenter: datacenter1 | password: "${env:SECRET}" | 12: cassandra: needs the key "username" too; username and password go together
                    """)
    void value_thatCannotBeReplacedOrIsWrong_isAFaultWithoutIt(String from, String to, String faults) {
        assertThat(Edited.faults(from, to)).isEqualTo(faults.replace(" ¶ ", "\n"));
    }
}
