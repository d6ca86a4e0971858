package tallyroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import tallyroll.control.FencedException;
import tallyroll.summary.StoreException;

class CausesTest {
    @Test
    void of_wrappedInSparksExceptions_findsOurs() {
        FencedException fenced = new FencedException("another driver has taken over");

        assertThat(Causes.of(new RuntimeException("job aborted", new RuntimeException(fenced)), FencedException.class))
                .containsSame(fenced);
    }

    @Test
    void of_noneOfTheType_isEmpty() {
        assertThat(Causes.of(new RuntimeException("job aborted"), FencedException.class))
                .isEmpty();
    }

    @Test
    void message_ofOneOfOurs_isOurSentenceAndNotWhatLiesBeneath() {
        StoreException ours = new StoreException("Cannot apply batch 7", new IOException("connection reset"));

        assertThat(Causes.message(new RuntimeException("Job aborted due to stage failure: …", ours)))
                .isEqualTo("Cannot apply batch 7");
    }

    @Test
    void message_ofNoneOfOurs_isTheInnermost() {
        assertThat(Causes.message(
                        new RuntimeException("outer", new UncheckedIOException(new IOException("disk full")))))
                .isEqualTo("disk full");
    }

    @Test
    void message_innermostSaysNothing_isTheOneAroundIt() {
        assertThat(Causes.message(new RuntimeException("outer", new NullPointerException())))
                .isEqualTo("outer");
    }
}
