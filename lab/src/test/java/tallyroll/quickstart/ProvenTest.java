package tallyroll.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.control.Books;
import tallyroll.publish.Published;
import tallyroll.verify.VerificationReport;

class ProvenTest {
    private static final Published PUBLISHED = new Published(200_000, 2_000, 2_000, 12);
    private static final Books BOOKS = new Books(202_012, 201_500, 20_000_000, 500, 12);
    private static final VerificationReport PROOF = new VerificationReport(
            43_120, 0, 0, List.of(), 300, 0, 200_000, 1_500, 0, List.of(), Long.MIN_VALUE, List.of());

    @Test
    void line_allAgrees_saysWhatWasProven() {
        assertThat(new Proven(PUBLISHED, BOOKS, PROOF).line())
                .isEqualTo("proven: 43,120 summary rows equal 200,000 distinct events;"
                        + " 2,000 duplicates, 12 dead letters, drift 0");
    }

    static List<Proven> wrong() {
        return List.of(
                booked(new Books(202_011, 201_499, 20_000_000, 500, 12)),
                booked(new Books(202_012, 201_499, 20_000_000, 500, 12)),
                booked(new Books(202_012, 201_501, 20_000_000, 500, 11)),
                found(1, 0, 0, 200_000, 1_500, 0),
                found(0, 1, 0, 200_000, 1_500, 0),
                found(0, 0, 1, 200_000, 1_500, 0),
                found(0, 0, 0, 199_999, 1_500, 0),
                found(0, 0, 0, 200_000, 1_499, 0),
                found(0, 0, 0, 200_000, 1_500, 1));
    }

    private static Proven booked(Books books) {
        return new Proven(PUBLISHED, books, PROOF);
    }

    private static Proven found(
            long drifted, long pending, long unsettled, long distinct, long duplicates, long undecoded) {
        return new Proven(
                PUBLISHED,
                BOOKS,
                new VerificationReport(
                        43_120,
                        drifted,
                        pending,
                        List.of(),
                        300,
                        unsettled,
                        distinct,
                        duplicates,
                        undecoded,
                        List.of(),
                        Long.MIN_VALUE,
                        List.of()));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void line_anythingDisagrees_provesNothing(Proven proven) {
        assertThat(proven.objections()).isNotEmpty();
        assertThat(proven.line()).startsWith("not proven: ").contains(" instead of ");
    }
}
