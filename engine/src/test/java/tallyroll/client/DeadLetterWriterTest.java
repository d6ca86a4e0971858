package tallyroll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.control.Claim;
import tallyroll.decode.Decoding;
import tallyroll.record.DeadLetter;
import tallyroll.record.Gap;
import tallyroll.record.MemoryRecord;

class DeadLetterWriterTest {
    private static final Decoding BROKEN = new Decoding("not-json", "the record is not JSON");

    private final MemoryRecord record = new MemoryRecord();

    /** ns since 1970 overflow 64 bits in April 2262; a client that starts later keeps its dead letters too. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-03-27T10:00:00.123456Z", "2262-04-11T23:47:16Z", "2300-01-01T00:00:00Z"})
    void reject_whenever_standsUnderTheClientsStartInMillis(Instant started) {
        DeadLetterWriter letters = new DeadLetterWriter(record, "events", started);
        letters.reject(2, 41, BROKEN, new byte[] {'{'});
        letters.finish();

        assertThat(record.deadLetters(10)).singleElement().satisfies(letter -> {
            assertThat(letter.batch()).isEqualTo(started.toEpochMilli());
            assertThat(letter.source()).isEqualTo("events");
            assertThat(letter.partition()).isEqualTo(2);
            assertThat(letter.offset()).isEqualTo(41);
            assertThat(letter.code()).isEqualTo("not-json");
            assertThat(letter.reason()).isEqualTo("the record is not JSON");
            assertThat(letter.payload()).containsExactly('{');
        });
    }

    @Test
    void gap_offsetsGone_saysWhichAndHowMany() {
        DeadLetterWriter letters = new DeadLetterWriter(record, "events", Instant.parse("2026-03-27T10:00:00Z"));
        letters.gap(0, 100, 250);

        assertThat(record.gaps().newest(10))
                .extracting(Gap::range, Gap::reason)
                .containsExactly(tuple(
                        new Claim.Range("events", 0, 100, 250),
                        "offsets 100 to 249 (150) were no longer kept by the topic when they were to be read"));
        assertThat(record.deadLetters(10)).isEmpty();
    }

    @Test
    void finish_calledAgainAndAfterMoreLetters_keepsAll() {
        DeadLetterWriter letters = new DeadLetterWriter(record, "events", Instant.parse("2026-03-27T10:00:00Z"));
        letters.finish();
        letters.reject(0, 1, BROKEN, new byte[0]);
        letters.finish();
        letters.reject(0, 2, BROKEN, new byte[0]);
        letters.finish();

        assertThat(record.deadLetters(10)).extracting(DeadLetter::offset).containsExactlyInAnyOrder(1L, 2L);
    }
}
