package tallyroll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldDecoders;
import tallyroll.decode.Message;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;

class ParserBenchTest {
    static List<ParserDocument> documents() {
        return ParserDocument.all(500);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void compare_recordsOfTheBench_everyDecoderReadsTheSame(ParserDocument document) {
        assertThat(document.contenders()).hasSizeGreaterThanOrEqualTo(2);
        ParserBench.compare(document);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':'1'}", "{\"id\":\"1\",}", "{\"n\":+1}", "{\"n\":1.}", "{\"n\":\"\u0001\"}"})
    void decode_whatIsNotJson_isAcceptedByFastjsonOnly(String text) {
        EventSpec spec = documents().get(0).ours().event();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        Event event = new Event(spec.schema());
        assertThat(FieldDecoders.of(spec)
                        .decode(Message.of(Slice.of(raw)), event)
                        .code())
                .isEqualTo("not-json");
        assertThat(new JacksonDecoder(spec.schema())
                        .decode(Message.of(Slice.of(raw)), event)
                        .code())
                .isEqualTo("not-json");
        assertThat(new FastjsonDecoder(spec.schema()).decode(Message.of(Slice.of(raw)), event))
                .isEqualTo(Decoding.OK);
    }

    @Test
    void compare_aRecordTheLibrariesReadOtherwise_isNamed() {
        ParserDocument flights = documents().get(0);
        String flight = new String(flights.records().get(0), StandardCharsets.UTF_8);
        byte[] loneSurrogate =
                flight.replaceFirst("\"id\":\"", "\"id\":\"\\\\ud800").getBytes(StandardCharsets.UTF_8);
        ParserDocument odd = new ParserDocument("odd", List.of(loneSurrogate), flights.contenders());
        assertThatThrownBy(() -> ParserBench.compare(odd))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("odd: Jackson reads \"{\"id\":\"\\ud8000\"")
                .hasMessageEndingWith("ours reads rejected");
    }
}
