package tallyroll.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured is really received: every event, by every receiver. */
class ReceivingTest {
    private static final int EVENTS = 2_000;

    @TempDir
    private Path directory;

    @Test
    void http_intoTheLog_receivesEveryEvent() throws IOException {
        assertMeasured(new Receiving(directory, EVENTS).httpIntoLog(2));
    }

    @Test
    void http_alone_receivesEveryEvent() throws IOException {
        assertMeasured(new Receiving(directory, EVENTS).http(1));
    }

    @Test
    void socket_alone_receivesEveryEvent() throws IOException {
        assertMeasured(new Receiving(directory, EVENTS).socket());
    }

    private static void assertMeasured(Receiving.Figure figure) {
        assertThat(figure.perSecond()).isPositive().isFinite();
        assertThat(figure.micros()).isPositive().isFinite();
        assertThat(figure.perBatch()).isBetween(1.0, (double) EVENTS);
    }
}
