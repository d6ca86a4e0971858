package tallyroll.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final TopicPartition ONE = new TopicPartition("events", 1);
    private static final TopicPartition TWO = new TopicPartition("events", 2);

    private final Progress progress = new Progress();
    private final CompletableFuture<Void> first = handedOn(ONE, 10);
    private final CompletableFuture<Void> second = handedOn(ONE, 20);

    @Test
    void toCommit_laterPartDone_staysBeforeTheFirstThatIsNot() {
        second.complete(null);
        assertThat(progress.toCommit()).isEmpty();

        first.complete(null);
        assertThat(progress.toCommit()).isEqualTo(Map.of(ONE, 20L));
    }

    @Test
    void toCommit_partFailed_isNeverPassed() {
        first.completeExceptionally(new IllegalStateException());
        second.complete(null);

        assertThat(progress.toCommit()).isEmpty();
        assertThat(progress.idle(ONE)).isFalse();
    }

    @Test
    void toCommit_committed_isNotGivenAgain() {
        first.complete(null);
        progress.committed(progress.toCommit());
        assertThat(progress.toCommit()).isEmpty();

        second.complete(null);
        assertThat(progress.toCommit()).isEqualTo(Map.of(ONE, 20L));
    }

    @Test
    void toCommit_notCommitted_isGivenAgain() {
        first.complete(null);

        assertThat(progress.toCommit()).isEqualTo(progress.toCommit()).isNotEmpty();
    }

    @Test
    void standsAt_idlePartition_isCommittedToo() {
        progress.standsAt(TWO, 7);

        assertThat(progress.toCommit()).isEqualTo(Map.of(TWO, 7L));
    }

    @Test
    void forget_underWay_tellsHowMuchAndCommitsItNoMore() {
        first.complete(null);
        assertThat(progress.toCommit()).isNotEmpty();

        assertThat(progress.forget(List.of(ONE, TWO))).isEqualTo(5);

        second.complete(null);
        assertThat(progress.toCommit()).isEmpty();
    }

    @Test
    void await_nothingUnderWay_returnsAtOnce() {
        progress.await(List.of(TWO), Duration.ofMinutes(5));

        assertThat(progress.idle(TWO)).isTrue();
    }

    private CompletableFuture<Void> handedOn(TopicPartition partition, long next) {
        CompletableFuture<Void> counted = new CompletableFuture<>();
        progress.handedOn(partition, counted, 5, next);
        return counted;
    }
}
