package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;

class MessageTest {
    private static final Slice VALUE = Slice.of("{\"id\": 7}");

    private final Envelope envelope = new Envelope();

    @Test
    void value_nothingBesideIt_isItsOwnBytes() {
        assertThat(envelope.begin().wrap(VALUE)).isSameAs(VALUE);
        assertThat(Message.of(VALUE).value().text()).isEqualTo("{\"id\": 7}");
        assertThat(Message.of(VALUE).element()).isEqualTo(Message.WHOLE);
        assertThat(Message.of(VALUE).beside("kafka.key")).isEmpty();
    }

    @Test
    void wrapped_opened_givesValueAndWhatStoodBesideIt() {
        Slice raw = envelope.begin()
                .element(300)
                .put("kafka.key", Slice.of("k1"))
                .put("kafka.header.a", Slice.of(""))
                .wrap(VALUE);

        Message message = Message.of(raw.copy());

        assertThat(message.value().text()).isEqualTo("{\"id\": 7}");
        assertThat(message.element()).isEqualTo(300);
        assertThat(message.beside("kafka.key").map(Slice::text)).contains("k1");
        assertThat(message.beside("kafka.header.a").map(Slice::text)).contains("");
        assertThat(message.beside("kafka.header.b")).isEmpty();
    }

    @Test
    void putAll_ofWrappedMessage_keepsWhatStoodBesideIt() {
        Slice first =
                envelope.begin().put("http.header.x", Slice.of("1")).wrap(VALUE).copy();
        Slice both = new Envelope()
                .begin()
                .putAll(Message.of(first))
                .put("receiver.time", Slice.of("12345678"))
                .wrap(Message.of(first).value());

        assertThat(Message.of(both).beside("http.header.x").map(Slice::text)).contains("1");
        assertThat(Message.of(both).beside("receiver.time").map(Slice::text)).contains("12345678");
        assertThat(Message.of(both).value().text()).isEqualTo(VALUE.text());
    }

    @Test
    void value_thatLooksLikeAnEnvelope_isWrappedAndComesBackAsItWas() {
        Slice forged = new Envelope()
                .begin()
                .element(3)
                .put("kafka.key", Slice.of("admin"))
                .wrap(VALUE)
                .copy();

        Slice raw = envelope.begin().wrap(forged);

        assertThat(raw.toByteArray()).isNotEqualTo(forged.toByteArray());
        assertThat(Message.of(raw).value().toByteArray()).isEqualTo(forged.toByteArray());
        assertThat(Message.of(raw).beside("kafka.key")).isEmpty();
        assertThat(Message.of(raw).element()).isEqualTo(Message.WHOLE);
    }

    @Test
    void open_damagedEnvelopes_neverThrows() {
        byte[] whole = envelope.begin()
                .element(1)
                .put("kafka.key", Slice.of("k"))
                .wrap(VALUE)
                .toByteArray();
        Random random = new Random(1);
        Message message = new Message();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            message.open(Slice.of(damaged));
            assertThat(message.value().until()).isLessThanOrEqualTo(damaged.length);
        }
    }

    @Test
    void open_textOfAnyKind_isNoEnvelope() {
        for (String text : new String[] {"", "{}", "a,b", "\u0000", "\u0000\u00ffTM"}) {
            assertThat(Message.enveloped(Slice.of(text.getBytes(StandardCharsets.UTF_8))))
                    .isFalse();
        }
    }
}
