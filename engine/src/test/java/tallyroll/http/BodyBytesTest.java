package tallyroll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BodyBytesTest {
    private final BodyMemory memory = new BodyMemory(1 << 20);

    @Test
    void add_asMuchAsIsAllowed_isHeldAndGivenBack() throws Exception {
        BodyBytes body = new BodyBytes(600_000, memory);
        for (int i = 0; i < 6; i++) {
            body.add(ByteBuffer.allocate(100_000));
        }

        assertThat(body.size()).isEqualTo(600_000);
        assertThat(memory.taken()).isBetween(600_000L, 1L << 20);
        body.release();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void add_tooLong_isRefusedAndHoldsNothing() throws Exception {
        BodyBytes body = new BodyBytes(100, memory);
        body.add(ByteBuffer.allocate(100));

        assertThatThrownBy(() -> body.add(ByteBuffer.allocate(1))).isInstanceOf(HttpError.class);
        assertThat(memory.taken()).isZero();
    }

    @Test
    void add_memoryOfAllIsTaken_isRefusedUntilSomeIsGivenBack() throws Exception {
        BodyBytes large = new BodyBytes(1 << 20, memory);
        large.add(ByteBuffer.allocate(900_000));
        BodyBytes other = new BodyBytes(1 << 20, memory);

        assertThatThrownBy(() -> other.add(ByteBuffer.allocate(300_000)))
                .isInstanceOf(HttpError.class)
                .hasMessage("Too many requests are under way: their bodies fill the memory set aside for them. "
                        + "Nothing was taken; send the request again after a second.");
        large.release();
        other.add(ByteBuffer.allocate(300_000));
        assertThat(other.size()).isEqualTo(300_000);
    }
}
