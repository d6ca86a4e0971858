package tallyroll.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.decode.Envelope;
import tallyroll.decode.Message;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.DeadLetter;
import tallyroll.record.LetterRange;
import tallyroll.record.MemoryRecord;
import tallyroll.record.SystemOfRecord.Batches;

class LettersOriginTest {
    private final List<DeadLetter> letters = new ArrayList<>();

    @Test
    void pieces_ofSomePlaces_areOfOnePlaceEachOverBatches() {
        met(3, "trips", 0, 30, 31);
        met(2, "trips", 1, 7);
        met(1, "trips", 0, 12);

        assertThat(pieces(10))
                .containsExactlyInAnyOrder("trips-0 [12, 32) letters:1:4::trips", "trips-1 [7, 8) letters:2:3::trips");
    }

    @Test
    void pieces_ofMoreThanATaskHolds_areCutBetweenBatchesAndWithinOne() {
        met(3, "trips", 0, 30, 31);
        met(2, "trips", 0, 20, 21, 22, 23, 24);
        met(1, "trips", 0, 10);

        assertThat(pieces(2))
                .containsExactlyInAnyOrder(
                        "trips-0 [30, 32) letters:3:4::trips",
                        "trips-0 [20, 22) letters:2:3::trips",
                        "trips-0 [22, 24) letters:2:3::trips",
                        "trips-0 [24, 25) letters:2:3::trips",
                        "trips-0 [10, 11) letters:1:2::trips");
        assertEachInOnePiece(2);
    }

    @Test
    void pieces_ofAPositionThatWasMetTwice_areTwo() {
        met(5, "file:///a", 0, 1, 9);
        met(2, "file:///a", 0, 9);

        assertThat(pieces(10)).hasSize(2);
        assertEachInOnePiece(10);
    }

    @Test
    void cursor_ofSeveralEventsOfARecord_givesEachWithItsPlaceAndWhatStandsBesideIt() {
        letters.add(element(2, "b"));
        letters.add(element(1, "a"));
        letters.add(letter(1, "trips", 0, 4, "whole"));
        Claim.Range range = new Claim.Range("trips", 0, 0, 10);

        try (LettersCursor cursor =
                LettersCursor.open(record(), new LetterRange(range, Batches.before(9), "", "trips"))) {
            assertThat(cursor.advance()).isTrue();
            assertThat(cursor.element()).isEqualTo(1);
            assertThat(Message.of(cursor.value()).element()).isEqualTo(1);
            assertThat(Message.of(cursor.value())
                            .beside("kafka.key")
                            .orElseThrow()
                            .text())
                    .isEqualTo("k");
            assertThat(cursor.advance()).isTrue();
            assertThat(cursor.element()).isEqualTo(2);
            assertThat(cursor.advance()).isTrue();
            assertThat(cursor.element()).isEqualTo(Message.WHOLE);
            assertThat(cursor.offset()).isEqualTo(4);
            assertThat(cursor.origin()).contains("trips");
            assertThat(cursor.advance()).isFalse();
        }
    }

    @Test
    void identified_letterOfATopic_isOfThatTopicAndOfWhatIsImportedAsTheDefinitionTells() {
        Pipeline byId = pipeline("id: id");
        Pipeline byPlace = pipeline("");

        assertThat(LettersOrigin.identified(byId, letter("trips~2[4]"), "trips"))
                .contains("trips~2");
        assertThat(LettersOrigin.identified(byId, letter("file:///a.ndjson"), "trips"))
                .contains("trips");
        assertThat(LettersOrigin.identified(byId, letter("file:///a.ndjson"), ""))
                .isEmpty();
        assertThat(LettersOrigin.identified(byPlace, letter("trips"), "trips")).contains("trips");
        assertThat(LettersOrigin.identified(byPlace, letter("file:///a.ndjson"), "trips"))
                .contains("file:///a.ndjson");
        assertThat(LettersOrigin.identified(byPlace, letter("kafka:trips/0"), "trips"))
                .isEmpty();
    }

    private static DeadLetter letter(String source) {
        return new DeadLetter(1, source, 0, 0, "not-json", "");
    }

    private static Pipeline pipeline(String id) {
        return Definition.parse("""
                pipeline: trips
                source: {kafka: {bootstrap: "localhost:1", topic: trips}}
                event:
                  format: json
                  time: at
                  fields: {id: string, at: timestamp}
                  %s
                strategy: idempotent-direct
                rollups:
                  all: {by: [id], every: [1h], measures: {n: count}}
                """.formatted(id), "trips.yaml", Environment.of(Map.of()));
    }

    private void met(long batch, String source, int partition, long... offsets) {
        for (long offset : offsets) {
            letters.add(letter(batch, source, partition, offset, "bytes"));
        }
    }

    private static DeadLetter letter(long batch, String source, int partition, long offset, String bytes) {
        return new DeadLetter(batch, source, partition, offset, "not-json", "")
                .keeping(bytes.getBytes(StandardCharsets.UTF_8));
    }

    private static DeadLetter element(int index, String value) {
        Slice wrapped = new Envelope()
                .begin()
                .put("kafka.key", Slice.of("k"))
                .element(index)
                .wrap(Slice.of(value));
        return new DeadLetter(1, DeadLetter.source("trips", index), 0, 3, "not-json", "")
                .keeping(wrapped.toByteArray());
    }

    private MemoryRecord record() {
        MemoryRecord record = new MemoryRecord();
        try (var appender = record.deadLetterAppender(1)) {
            letters.forEach(appender::reject);
        }
        return record;
    }

    private List<Origin.Piece> cut(int max) {
        LetterPieces pieces = new LetterPieces("", max);
        record().readDeadLetters((letter, micros) -> pieces.add(letter, letter.origin()));
        return pieces.ended();
    }

    private List<String> pieces(int max) {
        return cut(max).stream()
                .map(piece -> piece.range().source() + "-" + piece.range().partition() + " ["
                        + piece.range().from() + ", " + piece.range().until() + ") " + piece.uri())
                .toList();
    }

    private void assertEachInOnePiece(int max) {
        List<Origin.Piece> pieces = cut(max);
        for (DeadLetter letter : letters) {
            assertThat(pieces.stream().filter(piece -> LetterRange.of(piece.range(), piece.uri())
                            .holds(letter)))
                    .as("pieces of batch %d, offset %d", letter.batch(), letter.offset())
                    .hasSize(1);
        }
    }
}
