package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.decode.Envelope;
import tallyroll.decode.Message;
import tallyroll.event.EventSpec;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;

class ExplodedCursorTest {
    private static final EventSpec EVENT =
            Definition.parse("""
            pipeline: visits
            source: {kafka: {bootstrap: "localhost:9092", topic: events}}
            event:
              format: json
              explode: readings
              id: n
              time: at
              fields: {n: {type: string, path: readings.n}, at: {type: timestamp, path: readings.at}}
            strategy: idempotent-direct
            rollups:
              readings: {by: [n], every: [1h], measures: {events: count}}
            """, "visits.yaml", Environment.of(Map.of())).event();

    @Test
    void recordsAndWhatWasTakenOutOfOne_areEachTakenApartOnce() {
        String whole = "{\"readings\":[{\"n\":\"a\"},{\"n\":\"b\"}]}";
        String third = "{\"readings\":{\"n\":\"c\"}}";
        Slice taken =
                Slice.of(new Envelope().begin().element(2).wrap(Slice.of(third)).toByteArray());

        assertThat(given(Slice.of(whole), taken, Slice.of(whole)))
                .containsExactly(
                        "0 {\"readings\":{\"n\":\"a\"}}",
                        "1 {\"readings\":{\"n\":\"b\"}}",
                        "2 " + third,
                        "0 {\"readings\":{\"n\":\"a\"}}",
                        "1 {\"readings\":{\"n\":\"b\"}}");
    }

    private static List<String> given(Slice... records) {
        List<String> given = new ArrayList<>();
        try (SourceCursor cursor = ExplodedCursor.of(new Records(List.of(records)), EVENT)) {
            while (cursor.advance()) {
                assertThat(cursor.fault().ok()).isTrue();
                Message message = Message.of(cursor.value());
                assertThat(message.element()).isEqualTo(cursor.element());
                given.add(cursor.element() + " " + message.value().text());
            }
        }
        return given;
    }

    private static final class Records implements SourceCursor {
        private final List<Slice> records;
        private int at = -1;

        Records(List<Slice> records) {
            this.records = records;
        }

        @Override
        public boolean advance() {
            return ++at < records.size();
        }

        @Override
        public boolean tombstone() {
            return false;
        }

        @Override
        public Slice value() {
            return records.get(at);
        }

        @Override
        public int element() {
            return Message.of(value()).element();
        }

        @Override
        public long offset() {
            return at;
        }

        @Override
        public List<Claim.Range> gaps() {
            return List.of();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
