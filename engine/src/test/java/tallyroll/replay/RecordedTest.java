package tallyroll.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.Slice;
import tallyroll.decode.Envelope;
import tallyroll.send.Beside;

/** What the record keeps goes out as what came in: value, key, headers, time. */
class RecordedTest {
    private static final Slice VALUE = Slice.of("{\"id\":1}");

    private final Recorded recorded = new Recorded();
    private final Envelope envelope = new Envelope();

    @Test
    void value_withNothingBeside_isTheBytes() {
        assertThat(recorded.value(VALUE).text()).isEqualTo("{\"id\":1}");

        Beside beside = recorded.beside(0x0123_4567_89ab_cdefL, -2);

        assertThat(beside.key()).isNull();
        assertThat(beside.timestampMillis()).isNegative();
        assertThat(beside.headers()).singleElement().satisfies(header -> {
            assertThat(header.name()).isEqualTo("tallyroll-identity");
            assertThat(header.value()).asString().isEqualTo("0123456789abcdeffffffffffffffffe");
        });
    }

    @Test
    void value_inAnEnvelope_isTakenOutAndTheRestGoesBeside() {
        byte[] time = new byte[Long.BYTES];
        BigEndian.putLong(time, 0, 1_700_000_000_123L);
        Slice raw = envelope.begin()
                .put("kafka.key", Slice.of("k7"))
                .put("kafka.header.trace", Slice.of("t1"))
                .put("kafka.header.tallyroll-identity", Slice.of("of a replay before"))
                .put("kafka.timestamp", Slice.of(time))
                .put("http.header.x", Slice.of("not Kafka's"))
                .wrap(VALUE);

        assertThat(recorded.value(raw).text()).isEqualTo("{\"id\":1}");
        Beside beside = recorded.beside(1, 2);
        assertThat(beside.key()).asString().isEqualTo("k7");
        assertThat(beside.timestampMillis()).isEqualTo(1_700_000_000_123L);
        assertThat(beside.headers()).extracting(Beside.Header::name).containsExactly("trace", "tallyroll-identity");
        assertThat(beside.headers().get(1).value()).asString().isEqualTo("00000000000000010000000000000002");
    }

    @Test
    void value_ofOneOfSeveralEvents_isNotWhatCameIn() {
        Slice raw = envelope.begin().element(3).wrap(VALUE);

        assertThatThrownBy(() -> recorded.value(raw))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("one of several of its message (event.explode)");
    }
}
