package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.importing.TableAddress;
import tallyroll.importing.TableOrigin;
import tallyroll.record.Gap;
import tallyroll.ring.StoreFaults.Port;
import tallyroll.run.MaintenanceRun;
import tallyroll.verify.VerificationReport;

/** Files are brought in, each event once: beside what the stream has read, twice, after a kill, and where a file is gone. */
@Tag("spark")
class ImportTest {
    private static final Sale A = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale B = Sale.of("b", "2026-03-28T08:50:00Z", "Bonn", 30);
    private static final Sale C = Sale.of("c", "2026-03-29T17:00:00Z", "Köln", 5);
    private static final Sale D = Sale.of("d", "2026-03-30T09:00:00Z", "Köln", 7);

    @TempDir
    private Path directory;

    @Test
    void import_ofWhatTheStreamHasAndMore_countsEachOnce() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A, B);
        long position = ring.state().positions(ring.pipeline().name()).get(0);

        Request done = imported(ring, write("a.ndjson", A, C), write("b.ndjson", C, D, B));

        assertThat(done.progress().state()).as(done.progress().message()).isEqualTo(Request.State.DONE);
        assertThat(done.progress().message()).startsWith("5 events imported: ");
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B, C, D)));
        assertThat(ring.state().positions(ring.pipeline().name())).containsEntry(0, position);
        mustBeProven(ring, 4);
    }

    @Test
    void import_twice_changesNothing() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        Path file = write("a.ndjson", B, C, D);
        imported(ring, file);
        var right = ring.rows();

        imported(ring, file);
        imported(ring, write("copied.ndjson", B, C, D));

        assertThat(ring.rows()).isEqualTo(right).isEqualTo(NaiveTotals.of(List.of(A, B, C, D)));
        mustBeProven(ring, 4);
    }

    @Test
    void import_ofWhatTheStreamBringsLater_countsOnce() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        imported(ring, write("a.ndjson", B, C));

        streamed(ring, C, B, D);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B, C, D)));
        mustBeProven(ring, 4);
    }

    @Test
    void import_withoutAnId_knowsEventsByTheirPlaceInTheFile() throws IOException {
        Ring ring = Ring.of(ShopPipeline.idempotentDirect(""));
        streamed(ring, A);
        Path file = write("a.ndjson", A, A, B);
        imported(ring, file);

        imported(ring, file);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, A, A, B)));
        mustBeProven(ring, 4);
    }

    @Test
    void import_ofLinesThatAreNoEvents_keepsThemAsDeadLettersOfTheFile() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        Path file = write("a.ndjson", B);
        Files.writeString(file, Files.readString(file) + "nothing\n\n" + C.json() + "\n");

        imported(ring, file);

        assertThat(ring.books().deadLetters()).isEqualTo(1);
        assertThat(ring.stores().record().deadLetters(10)).singleElement().satisfies(letter -> {
            assertThat(letter.source()).isEqualTo(file.toUri().toString());
            assertThat(letter.offset()).isEqualTo(B.json().length() + 1);
        });
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B, C)));
    }

    @Test
    void import_whoseBatchFails_isRunAgainByTheNextDriver() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        Path file = write("a.ndjson", B, C, D);
        ring.faults().set(StoreFaults.first(Integer.MAX_VALUE, Port.SUMMARY, StoreFaults::taskFailsBefore));
        assertThat(failed(ring, file)).contains("this task was made to fail");
        assertThat(ring.state().open()).isPresent();
        ring.faults().clear();

        Request again = imported(ring, file);

        assertThat(again.progress().state()).isEqualTo(Request.State.DONE);
        assertThat(ring.requests().list())
                .allSatisfy(request -> assertThat(request.progress().state()).isEqualTo(Request.State.DONE));
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B, C, D)));
        mustBeProven(ring, 4);
    }

    @Test
    void openImport_whoseFileIsGone_isClosedAndThePipelineGoesOn() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        Path file = write("a.ndjson", B, C, D);
        ring.faults().set(StoreFaults.first(Integer.MAX_VALUE, Port.SUMMARY, StoreFaults::taskFailsBefore));
        failed(ring, file);
        ring.faults().clear();
        Files.delete(file);

        Request other = imported(ring, write("b.ndjson", B));

        assertThat(other.progress().state()).as(other.progress().message()).isEqualTo(Request.State.DONE);
        assertThat(ring.state().open()).isEmpty();
        assertThat(ring.requests().list().get(0).progress().message())
                .contains("Cannot read " + file.toUri() + ": there is no such file here");
        // what the batch had recorded before it failed is recorded, so it counts
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B, C, D)));
        mustBeProven(ring, 4);
    }

    @Test
    void import_beginsWhereItsDriverEnded() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        Request.Import work = work(ring, write("a.ndjson", B), write("b.ndjson", C), write("c.ndjson", D));
        Request asked = ring.requests().post(UUID.randomUUID(), work, "elsewhere/1");
        ring.requests().take().orElseThrow().progress(2, 3, "and then it was killed");

        imported(ring, write("d.ndjson", B));

        assertThat(ring.requests().find(asked.id()).orElseThrow().progress().message())
                .as("of the two files before nothing is read")
                .startsWith("1 events imported");
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B, D)));
    }

    @Test
    void import_ofATable_countsEachRowOnceHoweverOften() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A, B);
        ring.stores()
                .foreign(
                        "archive.sales", Stream.of(B, C, D).map(ImportTest::row).toList());
        Request.Import work = new Request.Import(
                List.of(TableOrigin.range(ring.pipeline(), TableAddress.parse("cassandra:archive.sales"))),
                ring.pipeline().name(),
                0);
        Request done = carriedOut(ring, work);
        assertThat(done.progress().message()).startsWith("3 events imported: ");

        carriedOut(ring, work);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B, C, D)));
        mustBeProven(ring, 4);
    }

    @Test
    void openImport_ofATableThatWasChanged_isClosedAndThePipelineGoesOn() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        ring.stores().foreign("archive.sales", List.of(row(B), row(C)));
        Request.Import work = new Request.Import(
                List.of(TableOrigin.range(ring.pipeline(), TableAddress.parse("cassandra:archive.sales"))),
                ring.pipeline().name(),
                0);
        ring.faults().set(StoreFaults.first(Integer.MAX_VALUE, Port.SUMMARY, StoreFaults::taskFailsBefore));
        assertThatThrownBy(() -> carriedOut(ring, work)).hasMessageContaining("made to fail");
        ring.faults().clear();
        ring.stores().foreign("archive.sales", List.of(row(D), row(C)));

        imported(ring, write("b.ndjson", A));

        assertThat(ring.state().open()).isEmpty();
        assertThat(ring.rows())
                .as("what was recorded before, and what is there now")
                .isEqualTo(NaiveTotals.of(List.of(A, B, C, D)));
        mustBeProven(ring, 4);
    }

    /** What the columns of a table would be. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(Sale sale) {
        try {
            return new ObjectMapper().readValue(sale.json(), Map.class);
        } catch (IOException never) {
            throw new AssertionError(never);
        }
    }

    @Test
    void import_thatFillsAGap_saysSoWhenItsEventsAreCommitted() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        Gap gap = gap(ring);
        ring.faults().set(StoreFaults.first(Integer.MAX_VALUE, Port.SUMMARY, StoreFaults::taskFailsBefore));
        Request.Import work = work(ring, write("a.ndjson", B, C)).filling(List.of(fills(gap, 5)));
        assertThatThrownBy(() -> carriedOut(ring, work)).hasMessageContaining("made to fail");
        assertThat(gaps(ring)).as("nothing is committed").containsExactly(gap);
        ring.faults().clear();

        Request done = imported(ring, write("b.ndjson", D));

        assertThat(done.progress().state()).isEqualTo(Request.State.DONE);
        assertThat(ring.requests().list().get(0).progress().message()).endsWith("; 1 gaps filled");
        assertThat(gaps(ring)).singleElement().satisfies(filled -> {
            assertThat(filled.open()).isFalse();
            assertThat(filled.fill().from()).isEqualTo("the archive");
            assertThat(filled.fill().batch()).isGreaterThan(gap.batch());
            assertThat(filled.filled(Gap.Fill.NONE)).isEqualTo(gap);
        });
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B, C, D)));
        mustBeProven(ring, 4);
    }

    @Test
    void importThatFillsAGap_whoseDriverEndedBeforeItSaidSo_saysItWhenItIsTakenOver() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        Gap gap = gap(ring);
        Path file = write("a.ndjson", B, C);
        imported(ring, file);
        var right = ring.rows();
        ring.requests().post(UUID.randomUUID(), work(ring, file).filling(List.of(fills(gap, 5))), "elsewhere/1");
        ring.requests().take().orElseThrow().progress(0, 1, "its batch was committed, and then it was killed");

        imported(ring, write("b.ndjson", B));

        assertThat(gaps(ring)).noneMatch(Gap::open);
        assertThat(ring.rows()).isEqualTo(right);
    }

    @Test
    void importThatFillsAGap_twice_changesNothing() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        Request.Import work = work(ring, write("a.ndjson", B, C)).filling(List.of(fills(gap(ring), 5)));
        carriedOut(ring, work);
        List<Gap> filled = gaps(ring);
        var right = ring.rows();

        carriedOut(ring, work);

        assertThat(gaps(ring)).isEqualTo(filled);
        assertThat(ring.rows()).isEqualTo(right);
    }

    @Test
    void import_thatFillsAPartOfAGap_leavesItOpen() throws IOException {
        Ring ring = Ring.byId();
        streamed(ring, A);
        Gap gap = gap(ring);

        Request done = carriedOut(ring, work(ring, write("a.ndjson", B)).filling(List.of(fills(gap, 8))));

        assertThat(done.progress().message()).endsWith("; 0 gaps filled, 1 not or in part");
        assertThat(gaps(ring)).singleElement().satisfies(left -> {
            assertThat(left.open()).isTrue();
            assertThat(left.missing().until()).isEqualTo(8);
        });
    }

    private static Gap gap(Ring ring) {
        Gap gap = new Gap(new Claim.Range("shop", 3, 5, 10), "skipped", 1, Ring.micros("2026-04-01T00:00:00Z"));
        ring.stores().record().gaps().add(gap, gap.foundMicros());
        return gap;
    }

    private static List<Gap> gaps(Ring ring) {
        return ring.stores().record().gaps().newest(10);
    }

    private static Request.FilledGap fills(Gap gap, long missingUntil) {
        return new Request.FilledGap(gap.batch(), gap.range(), missingUntil, "the archive");
    }

    private static void streamed(Ring ring, Sale... sales) {
        ring.publish(0, sales);
        RingDriver driver = ring.driver();
        driver.ingestAndSettle();
        driver.lease().release();
    }

    private static void mustBeProven(Ring ring, int events) {
        VerificationReport report = ring.verified();
        assertThat(report.right()).isTrue();
        assertThat(report.unsettled()).isZero();
        assertThat(report.distinct()).isEqualTo(events);
    }

    private Path write(String name, Sale... sales) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, Arrays.stream(sales).map(Sale::json).collect(Collectors.joining("\n", "", "\n")));
        return file;
    }

    private static Request.Import work(Ring ring, Path... files) {
        return new Request.Import(
                tallyroll.importing.Files.find(
                        Path.of("/"), Arrays.stream(files).map(Path::toString).toList()),
                ring.pipeline().name(),
                0);
    }

    private static Request imported(Ring ring, Path... files) {
        return carriedOut(ring, work(ring, files));
    }

    private static Request carriedOut(Ring ring, Request.Import work) {
        try {
            return MaintenanceRun.carryOut(ring.pipeline(), work, RingSpark.MASTER, new Quiet());
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    private static String failed(Ring ring, Path file) {
        try {
            imported(ring, file);
        } catch (RuntimeException failed) {
            return String.valueOf(failed.getMessage());
        }
        throw new AssertionError("it did not fail");
    }

    static final class Quiet implements MaintenanceRun.Watcher {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void changed(Request request) {
            lines.add(request.progress().message());
        }

        @Override
        public void log(String line) {
            lines.add(line);
        }

        @Override
        public void compared(VerificationReport found) {
            // nothing is compared
        }

        @Override
        public void progress(long done, long total, String message) {
            lines.add(message);
        }

        @Override
        public void corrected(long rows, int batches, VerificationReport found) {
            // nothing is corrected
        }
    }
}
