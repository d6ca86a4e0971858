package tallyroll.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.control.IngestClaim;

/** What {@link SystemOfRecord} says of dead letters. */
public abstract class DeadLettersContract extends RunAgainContract {
    @Test
    void deadLetters_ofSeveralBatches_areNewestFirstAndNoMoreThanAsked() {
        for (int batch = 1; batch <= 3; batch++) {
            reject(claim(batch, 0), letter(batch, 10), letter(batch, 11));
        }

        assertThat(record().deadLetters(10)).extracting(DeadLetter::batch).containsExactly(3L, 3L, 2L, 2L, 1L, 1L);
        assertThat(record().deadLetters(3)).extracting(DeadLetter::batch).containsExactly(3L, 3L, 2L);
        List<DeadLetter> all = new ArrayList<>();
        record().readDeadLetters((letter, micros) -> all.add(letter));
        assertThat(all).extracting(DeadLetter::batch).containsExactly(3L, 3L, 2L, 2L, 1L, 1L);
    }

    @Test
    void deadLetters_thatAreTakenAway_areGoneAndTheOthersStand() {
        for (int batch = 1; batch <= 3; batch++) {
            reject(claim(batch, 0), letter(batch, 10), letter(batch, 11));
        }
        List<DeadLetter> gone = List.of(letter(1, 10), letter(3, 11).withoutBytes());
        record().removeDeadLetters(gone, claim(4, 0).writeTimestamp());
        record().removeDeadLetters(gone, claim(4, 0).writeTimestamp());
        record().removeDeadLetters(List.of(), claim(4, 0).writeTimestamp());
        reject(claim(1, 0), letter(1, 10)); // late

        assertThat(record().deadLetters(10))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyInAnyOrder(letter(3, 10), letter(2, 10), letter(2, 11), letter(1, 11));
        List<Long> ofTwo = new ArrayList<>();
        record().readDeadLetters(new SystemOfRecord.Batches(2, 3), (letter, micros) -> ofTwo.add(letter.offset()));
        assertThat(ofTwo).containsExactlyInAnyOrder(10L, 11L);
    }

    @Test
    void deadLetters_taskRunsAgain_standOnceAndWhole() {
        reject(claim(1, 0), letter(1, 10));
        reject(claim(1, 0), letter(1, 10));

        assertThat(record().deadLetters(10))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(letter(1, 10));
    }

    @Test
    void deadLetters_withoutAClaim_standBesideThoseOfBatches() {
        reject(claim(1, 0), letter(1, 10));
        try (SystemOfRecord.DeadLetterAppender appender = record().deadLetterAppender(FIRST_TIMESTAMP + 77)) {
            appender.reject(letter(1_700_000_000_000L, 5));
            appender.reject(letter(1_700_000_000_000L, 5));
            appender.finish();
        }

        assertThat(record().deadLetters(10))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(letter(1_700_000_000_000L, 5), letter(1, 10));
        assertThat(record().marks(Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
    }

    private void reject(IngestClaim claim, DeadLetter... letters) {
        try (SystemOfRecord.Appender appender = record().appender(claim, 0, 0)) {
            List.of(letters).forEach(appender::reject);
            appender.finish();
        }
    }

    private static DeadLetter letter(long batch, long offset) {
        return new DeadLetter(batch, "events", 0, offset, "not-json", "no JSON").keeping(new byte[] {1, (byte) 200});
    }
}
