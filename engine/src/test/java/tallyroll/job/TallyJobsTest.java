package tallyroll.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import tallyroll.retry.Outage;
import tallyroll.summary.StoreException;

class TallyJobsTest {
    /** Spark declares none of it, so a {@code catch} of what is unchecked would let it by. */
    @Test
    void done_jobThatSparkAborted_isUncheckedAndStillAnOutage() {
        StoreException away = StoreException.unreachable("no node is up", null);

        assertThatThrownBy(() -> TallyJobs.done(() -> {
                    throw new SparkException("Job aborted", away);
                }))
                .isInstanceOf(CompletionException.class)
                .satisfies(thrown -> assertThat(Outage.of(thrown)).isPresent());
    }

    @Test
    void done_failureOfOurs_isThrownAsItIs() {
        StoreException ours = new StoreException("refused", null);

        assertThatThrownBy(() -> TallyJobs.done(() -> {
                    throw ours;
                }))
                .isSameAs(ours);
    }
}
