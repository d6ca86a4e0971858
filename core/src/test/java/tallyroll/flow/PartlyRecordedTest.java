package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.flow.SmallPipeline.PIPELINE;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.decode.Envelope;
import tallyroll.event.Event;
import tallyroll.record.MemoryRecord;
import tallyroll.record.SystemOfRecord;

/** A record of several events, of which a task had recorded some when it died, and which the source gives no more. */
class PartlyRecordedTest {
    private static final Claim.Range RANGE = new Claim.Range("events", 0, 100, 103);
    private static final IngestClaim CLAIM = new IngestClaim(1, 1_700_000_000_000_000L, 0, List.of(RANGE));

    private final MemoryRecord record = new MemoryRecord();

    /** Has forgotten all of the range. */
    private static final class Forgetful implements SourceCursor {
        @Override
        public boolean advance() {
            return false;
        }

        @Override
        public boolean tombstone() {
            return false;
        }

        @Override
        public Slice value() {
            throw new IllegalStateException("there is none");
        }

        @Override
        public long offset() {
            return RANGE.until();
        }

        @Override
        public List<Claim.Range> gaps() {
            return List.of(RANGE);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    @Test
    void gaps_recordOfWhichSomeEventsAreRecorded_isInTheGapAndTheseAreGiven() {
        recorded(101, new Envelope().begin().element(0).wrap(Slice.of("{\"n\":1}")));

        SourceCursor again = DurableCursor.of(new Forgetful(), record, CLAIM, 0, 1);

        assertThat(again.advance()).isTrue();
        assertThat(List.of(again.offset(), (long) again.element())).containsExactly(101L, 0L);
        assertThat(again.advance()).isFalse();
        assertThat(again.gaps()).containsExactly(RANGE);
    }

    @Test
    void gaps_recordThatIsOneEventAndRecorded_isInNoGap() {
        recorded(101, Slice.of("{\"n\":1}"));

        SourceCursor again = DurableCursor.of(new Forgetful(), record, CLAIM, 0, 1);

        assertThat(again.advance()).isTrue();
        assertThat(again.advance()).isFalse();
        assertThat(again.gaps())
                .containsExactly(new Claim.Range("events", 0, 100, 101), new Claim.Range("events", 0, 102, 103));
    }

    private void recorded(long offset, Slice raw) {
        try (SystemOfRecord.Appender appender = record.appender(CLAIM, 0, 0)) {
            record.mark(0, CLAIM, 0);
            appender.add(0, new Event(PIPELINE.event().schema()), offset, raw);
        }
    }
}
