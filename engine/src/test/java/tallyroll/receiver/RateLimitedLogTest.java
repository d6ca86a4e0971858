package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> notices = new ArrayList<>();
    private final RateLimitedLog full = new RateLimitedLog("no room", notices::add, nanos::get);

    @Test
    void happened_often_isToldAtOnceAndThenWithItsNumber() {
        full.happened();
        full.happened();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        full.happened();
        full.happened();

        assertThat(notices).containsExactly("no room", "no room (2 times)");
    }
}
