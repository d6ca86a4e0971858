package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ports that nobody uses. */
class PortsTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void choose_preferredIsFree_takesIt() {
        int free = Ports.anyFree(random);

        Ports ports = Ports.choose(free, random);

        assertThat(ports.client()).isEqualTo(free);
        assertThat(ports.internal()).isNotEqualTo(free).isBetween(20_000, 31_999);
    }

    @Test
    void choose_preferredIsInUse_takesAnother() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, Ports.loopback())) {
            Ports ports = Ports.choose(other.getLocalPort(), random);

            assertThat(ports.client()).isNotEqualTo(other.getLocalPort()).isBetween(20_000, 31_999);
        }
    }

    @Test
    void choose_noPreference_takesAny() {
        assertThat(Ports.choose(0, random).client()).isBetween(20_000, 31_999);
    }

    @Test
    void orOthers_bothFree_areTheSame() {
        Ports ports = Ports.choose(0, random);

        assertThat(ports.orOthers(random)).isEqualTo(ports);
    }

    @Test
    void orOthers_oneInUse_keepsTheOther() throws IOException {
        int free = Ports.anyFree(random);
        try (ServerSocket other = new ServerSocket(0, 1, Ports.loopback())) {
            Ports ports = new Ports(free, other.getLocalPort()).orOthers(random);

            assertThat(ports.client()).isEqualTo(free);
            assertThat(ports.internal()).isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void areFree_oneInUse_isFalse() throws IOException {
        int free = Ports.anyFree(random);
        try (ServerSocket other = new ServerSocket(0, 1, Ports.loopback())) {
            assertThat(new Ports(free, other.getLocalPort()).areFree()).isFalse();
            assertThat(new Ports(other.getLocalPort(), free).areFree()).isFalse();
        }
    }
}
