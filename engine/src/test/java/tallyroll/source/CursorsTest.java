package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.source.MemoryTopic.KAFKA;
import static tallyroll.source.MemoryTopic.PARTITION;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Pipeline;

class CursorsTest {
    private final MemoryTopic topic = new MemoryTopic().append(100);
    private final Cursors cursors = topic.cursors;

    @Test
    void borrow_nothingIdle_opensOneAtThePlace() {
        Cursor cursor = cursors.borrow(KAFKA, PARTITION, 40);

        assertThat(cursor.standsAt(PARTITION, 40)).isTrue();
        assertThat(topic.opened()).isEqualTo(1);
    }

    @Test
    void borrow_oneOfTwoStandsThere_isThatOneUnmoved() {
        Cursor atTen = cursors.borrow(KAFKA, PARTITION, 10);
        Cursor atTwenty = cursors.borrow(KAFKA, PARTITION, 20);
        cursors.giveBack(atTwenty);
        cursors.giveBack(atTen);
        int seeks = topic.seeks();

        assertThat(cursors.borrow(KAFKA, PARTITION, 20)).isSameAs(atTwenty);
        assertThat(cursors.borrow(KAFKA, PARTITION, 10)).isSameAs(atTen);
        assertThat(topic.seeks()).isEqualTo(seeks);
    }

    @Test
    void borrow_noneStandsThere_isAnIdleOneMoved() {
        Cursor cursor = cursors.borrow(KAFKA, PARTITION, 10);
        cursors.giveBack(cursor);

        assertThat(cursors.borrow(KAFKA, PARTITION, 70)).isSameAs(cursor);
        assertThat(cursor.standsAt(PARTITION, 70)).isTrue();
        assertThat(topic.opened()).isEqualTo(1);
    }

    @Test
    void borrow_lent_isNeverLentTwice() {
        Cursor lent = cursors.borrow(KAFKA, PARTITION, 10);

        assertThat(cursors.borrow(KAFKA, PARTITION, 10)).isNotSameAs(lent);
    }

    @Test
    void borrow_otherPartition_readsThatOne() {
        TopicPartition other = new TopicPartition("flights", 1);
        Cursor cursor = cursors.borrow(KAFKA, PARTITION, 10);
        cursors.giveBack(cursor);

        assertThat(cursors.borrow(KAFKA, other, 10)).isSameAs(cursor);
        assertThat(cursor.standsAt(other, 10)).isTrue();
        assertThat(cursor.standsAt(PARTITION, 10)).isFalse();
    }

    /** Other options may mean other credentials: a consumer is for one definition of its source only. */
    @Test
    void borrow_otherOptions_opensAnother() {
        Cursor cursor = cursors.borrow(KAFKA, PARTITION, 10);
        cursors.giveBack(cursor);
        Pipeline.Kafka other = new Pipeline.Kafka("broker:9092", "flights", Map.of("client.rack", "b"), 0);

        assertThat(cursors.borrow(other, PARTITION, 10)).isNotSameAs(cursor);
    }

    @Test
    void giveBack_moreThanAreKept_closesTheOldest() {
        Cursor first = cursors.borrow(KAFKA, PARTITION, 1);
        Cursor second = cursors.borrow(KAFKA, PARTITION, 2);
        Cursor third = cursors.borrow(KAFKA, PARTITION, 3);
        cursors.giveBack(first);
        cursors.giveBack(second);
        cursors.giveBack(third);

        assertThat(topic.closed()).isEqualTo(1);
        assertThat(cursors.borrow(KAFKA, PARTITION, 1)).isNotSameAs(first);
    }

    @Test
    void borrow_idleTooLong_closesItAndOpensAnother() {
        Cursor cursor = cursors.borrow(KAFKA, PARTITION, 10);
        cursors.giveBack(cursor);
        topic.pass(Duration.ofSeconds(60));
        assertThat(cursors.borrow(KAFKA, PARTITION, 10)).isSameAs(cursor);

        cursors.giveBack(cursor);
        topic.pass(Duration.ofSeconds(61));
        assertThat(cursors.borrow(KAFKA, PARTITION, 10)).isNotSameAs(cursor);
        assertThat(topic.closed()).isEqualTo(1);
    }
}
