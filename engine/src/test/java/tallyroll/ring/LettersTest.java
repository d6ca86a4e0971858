package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.control.Books;
import tallyroll.control.IngestClaim;
import tallyroll.control.Request;
import tallyroll.importing.LettersOrigin;
import tallyroll.record.DeadLetter;
import tallyroll.run.MaintenanceRun;
import tallyroll.verify.VerificationReport;

/** Dead letters are decoded once more: what is an event now counts once and is a dead letter no longer, whatever was killed in between. */
@Tag("spark")
class LettersTest {
    private static final Sale A = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale B = Sale.of("b", "2026-03-28T08:50:00Z", "Bonn", 30);
    private static final Sale C = Sale.of("c", "2026-03-29T17:00:00Z", "Köln", 5);

    private final Ring ring = Ring.byId();

    @Test
    void letters_thatAreEventsNow_countOnceAndAreNoneAnyLonger() {
        streamed(A);
        letters(letter(0, B.json()), letter(1, "nothing"), letter(2, C.json()));
        Books before = ring.books();

        Request done = again("");

        assertThat(done.progress().message())
                .isEqualTo(
                        "3 dead letters decoded again: 2 are events now (2 recorded, 0 duplicates), 1 are none still");
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B, C)));
        assertThat(ring.stores().record().deadLetters(10)).singleElement().satisfies(left -> {
            assertThat(left.source()).isEqualTo(ring.pipeline().name());
            assertThat(left.offset()).isEqualTo(1);
            assertThat(left.batch()).isEqualTo(batchOfLetters());
        });
        assertThat(ring.books().read()).as("read once").isEqualTo(before.read());
        assertThat(ring.books().recorded()).isEqualTo(before.recorded() + 2);
        assertThat(ring.books().deadLetters()).isEqualTo(before.deadLetters() - 2);
        assertThat(ring.books().balanced()).isTrue();
        mustBeProven(3);
    }

    @Test
    void letters_aSecondTime_changeNothing() {
        streamed(A);
        letters(letter(0, B.json()), letter(1, "nothing"));
        again("");
        var right = ring.rows();

        Request second = again("");

        assertThat(second.progress().message()).contains("0 are events now").contains("1 are none still");
        assertThat(ring.rows()).isEqualTo(right);
        assertThat(ring.stores().record().deadLetters(10)).hasSize(1);
        mustBeProven(2);
    }

    @Test
    void letters_ofOneCode_leaveOthersAlone() {
        streamed(A);
        letters(letter(0, B.json()), letter(1, C.json(), "bad-time"));

        again("bad-time");

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, C)));
        assertThat(ring.stores().record().deadLetters(10))
                .extracting(DeadLetter::offset)
                .containsExactly(0L);
    }

    @Test
    void letters_ofWhichTheBeginningIsKept_areLeftAlone() {
        streamed(A);
        DeadLetter cut = letter(0, B.json())
                .keeping((B.json() + " ".repeat(DeadLetter.KEPT_BYTES)).getBytes(StandardCharsets.UTF_8));
        letters(cut, letter(1, C.json()));

        again("");

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, C)));
        assertThat(ring.stores().record().deadLetters(10))
                .extracting(DeadLetter::offset)
                .containsExactly(0L);
    }

    @Test
    void letters_ofEventsThatCameOtherwise_areDuplicates() {
        streamed(A, B);
        letters(letter(0, A.json()), letter(1, B.json()), letter(2, B.json()));

        again("");

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B)));
        assertThat(ring.stores().record().deadLetters(10)).isEmpty();
        mustBeProven(2);
    }

    @Test
    void letters_withoutAnId_areTheEventsOfTheirPositions() {
        Ring positions = Ring.of(ShopPipeline.idempotentDirect(""));
        streamed(positions, A);
        DeadLetter same = new DeadLetter(1, positions.pipeline().name(), 0, 0, "not-json", "")
                .keeping(A.json().getBytes(StandardCharsets.UTF_8));
        DeadLetter other = new DeadLetter(1, positions.pipeline().name(), 0, 1, "not-json", "")
                .keeping(B.json().getBytes(StandardCharsets.UTF_8));
        letters(positions, same, other);

        again(positions, "");

        // whose topic the ring calls by another name than the definition: what is left alone is not lost
        assertThat(positions.stores().record().deadLetters(10)).hasSize(2);
        assertThat(LettersOrigin.identified(positions.pipeline(), new DeadLetter(1, "sales~2[3]", 0, 0, "", ""), ""))
                .contains("sales~2");
    }

    @Test
    void letters_whoseDriverIsKilledBeforeTheyAreTakenAway_areTakenAwayByTheNextOne() {
        streamed(A);
        letters(letter(0, B.json()), letter(1, "nothing"));
        Books before = ring.books();
        ring.faults().set(StoreFaults.first(1, StoreFaults.Port.LETTERS, StoreFaults::taskFailsBefore));
        assertThat(failed()).contains("this task was made to fail");
        assertThat(ring.state().open()).as("it was committed").isEmpty();
        assertThat(ring.stores().record().deadLetters(10)).hasSize(3);

        Request again = again("");

        assertThat(again.progress().message()).startsWith("1 dead letters decoded again: 0 are events now");
        assertThat(ring.stores().record().deadLetters(10)).hasSize(1);
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B)));
        assertThat(ring.books().recorded()).isEqualTo(before.recorded() + 1);
        assertThat(ring.books().deadLetters()).isEqualTo(before.deadLetters() - 1);
    }

    @Test
    void letters_whoseBatchFails_areDecodedByTheNextDriverAndThenTakenAway() {
        streamed(A);
        letters(letter(0, B.json()), letter(1, "nothing"));
        long before = ring.books().deadLetters();
        ring.faults().set(StoreFaults.first(Integer.MAX_VALUE, StoreFaults.Port.SUMMARY, StoreFaults::taskFailsBefore));
        assertThat(failed()).contains("this task was made to fail");
        assertThat(ring.state().open()).isPresent();
        ring.faults().clear();

        Request again = again("");

        assertThat(again.progress().state()).isEqualTo(Request.State.DONE);
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B)));
        assertThat(ring.stores().record().deadLetters(10)).hasSize(1);
        assertThat(ring.books().deadLetters()).isEqualTo(before - 1);
        mustBeProven(2);
    }

    /** The number of the last batch of dead letters. */
    private long batchOfLetters() {
        return ring.history(10).stream()
                .filter(claim -> claim instanceof IngestClaim ingest && ingest.redecodes())
                .findFirst()
                .orElseThrow()
                .batch();
    }

    private void streamed(Sale... sales) {
        streamed(ring, sales);
    }

    private static void streamed(Ring ring, Sale... sales) {
        ring.publish(0, sales);
        RingDriver driver = ring.driver();
        driver.ingestAndSettle();
        driver.lease().release();
    }

    private DeadLetter letter(long offset, String bytes) {
        return letter(offset, bytes, "not-json");
    }

    /** As an earlier definition has left it. */
    private DeadLetter letter(long offset, String bytes, String code) {
        return new DeadLetter(1, ring.pipeline().name(), 0, offset, code, "")
                .keeping(bytes.getBytes(StandardCharsets.UTF_8));
    }

    private void letters(DeadLetter... letters) {
        letters(ring, letters);
    }

    private static void letters(Ring ring, DeadLetter... letters) {
        try (var appender = ring.stores().record().deadLetterAppender(1_700_000_000_000_000L)) {
            List.of(letters).forEach(appender::reject);
            appender.finish();
        }
    }

    private void mustBeProven(int events) {
        VerificationReport report = ring.verified();
        assertThat(report.right()).isTrue();
        assertThat(report.unsettled()).isZero();
        assertThat(report.distinct()).isEqualTo(events);
    }

    private Request again(String code) {
        return again(ring, code);
    }

    private static Request again(Ring ring, String code) {
        Request.Import work = new Request.Import(
                List.of(LettersOrigin.of(code, ring.state().committed())),
                ring.pipeline().name(),
                0);
        try {
            return MaintenanceRun.carryOut(ring.pipeline(), work, RingSpark.MASTER, new ImportTest.Quiet());
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    private String failed() {
        try {
            again("");
        } catch (RuntimeException failed) {
            return String.valueOf(failed.getMessage());
        }
        throw new AssertionError("it did not fail");
    }
}
