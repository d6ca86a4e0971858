package tallyroll.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallyroll.record.IdentityIndex.Finding;

/** A test for each sentence of {@link IdentityIndex}; every implementation extends it. */
public abstract class IdentityIndexContract {
    private static final long HOUR = 3_600_000_000L;
    private static final long BUCKET = 978_652_800_000_000L; // 2001-01-05T00:00Z
    private static final long MONTH_LATER = BUCKET + 31 * 24 * HOUR;
    private static final long TIMESTAMP = 1_700_000_000_000_000L;

    /** An index of buckets of an hour, without runs. */
    protected abstract IdentityIndex index();

    @Test
    void write_runOfOnePage_isListedWithIt() {
        IdentityRun run = whole(BUCKET, 0, 3);

        write(run, 0, "a");

        assertThat(index().runs(BUCKET, BUCKET + 1)).containsExactly(run);
        assertThat(pages(index().pages(run, 0, 1))).containsExactly("0 a");
    }

    @Test
    void write_runOfSeveralPages_isListedOnlyWhenToldSo() {
        IdentityRun run = new IdentityRun(BUCKET, 0, 3, 70_000, 6);
        write(run, 0, names(0, 40));
        write(run, 40, names(40, 64));
        assertThat(index().runs(BUCKET, BUCKET + 1)).isEmpty();

        index().list(run, TIMESTAMP);

        assertThat(index().runs(BUCKET, BUCKET + 1)).containsExactly(run);
        assertThat(pages(index().pages(run, 3, 6))).containsExactly("3 p3", "4 p4", "5 p5");
        assertThat(pages(index().pages(run, 0, 64)))
                .hasSize(64)
                .startsWith("0 p0")
                .endsWith("63 p63");
    }

    @Test
    void pages_thatAreMissing_areLeftOut() {
        IdentityRun run = new IdentityRun(BUCKET, 0, 3, 70_000, 6);
        write(run, 2, "x");

        assertThat(pages(index().pages(run, 0, 64))).containsExactly("2 x");
        assertThat(pages(index().pages(whole(BUCKET, 0, 9), 0, 1))).isEmpty();
    }

    @Test
    void runs_ofABucket_areInOrderOfTheirLastBatchAndApartFromOthers() {
        write(whole(BUCKET, 7, 9), 0, "c");
        write(whole(BUCKET, 0, 3), 0, "a");
        write(whole(BUCKET, 0, 7), 0, "b");
        write(whole(BUCKET + HOUR, 0, 7), 0, "d");
        write(whole(MONTH_LATER, 0, 7), 0, "e");

        assertThat(index().runs(BUCKET, BUCKET + HOUR))
                .containsExactly(whole(BUCKET, 0, 3), whole(BUCKET, 0, 7), whole(BUCKET, 7, 9));
        assertThat(index().runs(BUCKET + 1, MONTH_LATER + 1))
                .containsExactly(whole(BUCKET + HOUR, 0, 7), whole(MONTH_LATER, 0, 7));
    }

    @Test
    void wholes_ofSomeBuckets_areThePagesOfTheirShortRuns() {
        IdentityRun several = new IdentityRun(BUCKET, 3, 5, 70_000, 6);
        write(whole(BUCKET, 0, 3), 0, "a");
        write(several, 0, names(0, 64));
        index().list(several, TIMESTAMP);
        write(whole(MONTH_LATER, 0, 7), 0, "b");
        write(whole(MONTH_LATER + HOUR, 0, 7), 0, "c");

        assertThat(pages(index().wholes(BUCKET, MONTH_LATER + HOUR))).containsExactly("0 a", "0 b");
    }

    @Test
    void dropRuns_some_leavesOthers() {
        IdentityRun several = new IdentityRun(BUCKET, 0, 5, 70_000, 6);
        write(several, 0, names(0, 64));
        index().list(several, TIMESTAMP);
        write(whole(BUCKET, 0, 3), 0, "a");
        write(whole(BUCKET, 0, 7), 0, "b");

        index().dropRuns(List.of(several, whole(BUCKET, 0, 3)), TIMESTAMP + 1);

        assertThat(index().runs(BUCKET, BUCKET + 1)).containsExactly(whole(BUCKET, 0, 7));
        assertThat(pages(index().pages(several, 0, 64))).isEmpty();
    }

    @Test
    void keep_findings_standBesideEachOther() {
        index().keep(List.of(finding(BUCKET, 3, true, "a"), finding(BUCKET, 3, false, "a")), TIMESTAMP);
        index().keep(List.of(finding(BUCKET, 3, true, "a"), finding(BUCKET, 4, true, "b")), TIMESTAMP);
        index().keep(List.of(finding(MONTH_LATER, 3, true, "c")), TIMESTAMP);

        assertThat(findings(BUCKET, BUCKET + 1)).containsExactlyInAnyOrder("3 true a", "3 false a", "4 true b");
        assertThat(findings(BUCKET, MONTH_LATER + 1)).hasSize(4).endsWith("3 true c");
    }

    @Test
    void dropFindings_some_leavesOthers() {
        index().keep(List.of(finding(BUCKET, 3, true, "a"), finding(BUCKET, 3, true, "b")), TIMESTAMP);

        index().dropFindings(List.of(finding(BUCKET, 3, true, "a")), TIMESTAMP + 1);

        assertThat(findings(BUCKET, BUCKET + 1)).containsExactly("3 true b");
    }

    @Test
    void forget_bucket_leavesNothingOfItAndTakesNothingOfThatTime() {
        IdentityRun several = new IdentityRun(BUCKET, 0, 5, 70_000, 6);
        write(several, 0, names(0, 64));
        write(whole(BUCKET, 5, 7), 0, "a");
        write(whole(BUCKET + HOUR, 0, 7), 0, "b");
        index().keep(List.of(finding(BUCKET, 3, true, "a")), TIMESTAMP);

        index().forget(BUCKET, TIMESTAMP + 1);
        write(whole(BUCKET, 7, 8), 0, "late");
        index().keep(List.of(finding(BUCKET, 8, true, "late")), TIMESTAMP);

        assertThat(index().runs(BUCKET, BUCKET + HOUR)).isEmpty();
        assertThat(pages(index().pages(several, 0, 64))).isEmpty();
        assertThat(findings(BUCKET, BUCKET + HOUR)).isEmpty();
        assertThat(index().runs(BUCKET, BUCKET + 2 * HOUR)).containsExactly(whole(BUCKET + HOUR, 0, 7));
    }

    private static IdentityRun whole(long bucket, long after, long through) {
        return new IdentityRun(bucket, after, through, 3, 0);
    }

    private void write(IdentityRun run, int first, String... pages) {
        index().write(
                        run,
                        first,
                        List.of(pages).stream()
                                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                                .iterator(),
                        TIMESTAMP);
    }

    private static String[] names(int from, int until) {
        return IntStream.range(from, until).mapToObj(number -> "p" + number).toArray(String[]::new);
    }

    private static List<String> pages(Iterator<IdentityIndex.Page> pages) {
        List<String> seen = new ArrayList<>();
        pages.forEachRemaining(
                page -> seen.add(page.number() + " " + new String(page.bytes(), StandardCharsets.UTF_8)));
        return seen;
    }

    private static Finding finding(long bucket, long through, boolean searched, String repeated) {
        return new Finding(bucket, through, searched, repeated.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> findings(long from, long until) {
        return index().findings(from, until).stream()
                .map(one ->
                        one.through() + " " + one.searched() + " " + new String(one.repeated(), StandardCharsets.UTF_8))
                .toList();
    }
}
