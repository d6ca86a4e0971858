package tallyroll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParserBenchTest {
    static List<ParserDocument> documents() {
        return ParserDocument.all(500);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void compare_recordsOfTheBench_everyDecoderReadsTheSame(ParserDocument document) {
        assertThat(document.contenders()).hasSizeGreaterThanOrEqualTo(4);
        ParserBench.compare(document);
    }

    @Test
    void compare_aRecordTheLibrariesReadOtherwise_isNamed() {
        ParserDocument flights = documents().get(0);
        String flight = new String(flights.records().get(0), StandardCharsets.UTF_8);
        byte[] loneSurrogate =
                flight.replaceFirst("\"id\":\"", "\"id\":\"\\\\ud800").getBytes(StandardCharsets.UTF_8);
        ParserDocument odd = new ParserDocument("odd", List.of(loneSurrogate), flights.ours(), flights.javaTime());
        assertThatThrownBy(() -> ParserBench.compare(odd))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("odd: Jackson reads \"{\"id\":\"\\ud8000\"")
                .hasMessageEndingWith("ours reads rejected");
    }
}
