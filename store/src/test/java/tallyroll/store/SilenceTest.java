package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Throwable AWAY = AllNodesFailedException.fromErrors(List.of());

    private long seconds;
    private final Silence silence =
            new Silence(() -> Duration.ofSeconds(seconds).toNanos());

    @Test
    void tooLong_noAnswerForAsLongAsAReadIsTried() {
        silence.heard(AWAY);
        seconds = 61;
        silence.heard(new DriverTimeoutException("no answer"));
        assertThat(silence.tooLong()).isFalse();

        seconds = 62;

        assertThat(silence.tooLong()).isTrue();
    }

    @Test
    void tooLong_anAnswerBetween_startsOver() {
        silence.heard(AWAY);
        seconds = 60;
        silence.heard(null);
        silence.heard(AWAY);
        seconds = 120;
        assertThat(silence.tooLong()).isFalse();

        seconds = 122;
        assertThat(silence.tooLong()).isTrue();
        silence.heard(new IllegalArgumentException("an answer too"));
        assertThat(silence.tooLong()).isFalse();
    }
}
