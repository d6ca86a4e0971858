package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.control.Books;
import tallyroll.ring.StoreFaults.Fault;
import tallyroll.ring.StoreFaults.Port;

/** Answers get lost, writes are refused, tasks fail and run again: each event counts once all the same. */
@Tag("spark")
class UnclearWritesTest {
    private static final Sale ONE = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale TWO = Sale.of("b", "2026-03-28T08:20:00Z", "Köln", 30);

    private final Ring ring = Ring.byId();
    private final RingDriver driver = ring.driver();

    static Stream<Named<Fault>> survivable() {
        return Stream.of(
                Named.of("every second answer lost", StoreFaults.everySecond(Port.SUMMARY, StoreFaults::answerLost)),
                Named.of(
                        "three writes lost on their way",
                        StoreFaults.first(3, Port.SUMMARY, StoreFaults::neverArrived)),
                Named.of("three writes refused", StoreFaults.first(3, Port.SUMMARY, StoreFaults::refused)),
                Named.of(
                        "two tasks fail during their writes",
                        StoreFaults.first(2, Port.SUMMARY, StoreFaults::taskFailsAfter)),
                Named.of(
                        "a task fails after recording", StoreFaults.first(1, Port.RECORD, StoreFaults::taskFailsAfter)),
                Named.of("the record does not answer once", StoreFaults.first(1, Port.RECORD, StoreFaults::answerLost)),
                Named.of("the record refuses twice", StoreFaults.first(2, Port.RECORD, StoreFaults::refused)));
    }

    @ParameterizedTest
    @MethodSource("survivable")
    void batch_withThisGoingWrong_countsEachEventOnce(Fault fault) {
        ring.publish(0, ONE);
        driver.ingest();
        ring.publish(0, TWO);
        ring.publish(1, ONE.revised(1, 1));
        ring.faults().set(fault);

        driver.ingestAndSettle();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO)));
        assertThat(ring.books()).isEqualTo(new Books(3, 3, ring.books().recordedBytes(), 0, 0));
    }

    @Test
    void recordedEvents_ofATaskThatRanTwice_areRecordedOnce() {
        ring.publish(0, ONE, TWO);
        ring.faults().set(StoreFaults.first(1, Port.RECORD, StoreFaults::taskFailsAfter));

        driver.ingest();

        int[] events = new int[1];
        ring.stores().storedRecord().read(Ring.micros("2026-03-28T08:00:00Z"), (source, offset, raw) -> events[0]++);
        assertThat(events[0]).isEqualTo(2);
    }

    @Test
    void task_thatFailsEveryTime_leavesTheBatchClaimedForTheNextDriver() {
        ring.publish(0, ONE, TWO);
        ring.faults().set(StoreFaults.first(Integer.MAX_VALUE, Port.SUMMARY, StoreFaults::taskFailsBefore));

        assertThatThrownBy(driver::ingest).hasStackTraceContaining("this task was made to fail");
        assertThat(ring.state().open()).isPresent();
        assertThat(ring.state().committed()).isZero();
        driver.ingest(); // claims nothing while that batch is open
        assertThat(ring.state().committed()).isZero();

        ring.faults().clear();
        ring.driver().recover();
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO)));
    }
}
