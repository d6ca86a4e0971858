package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    idempotent-direct | kafka | id: id    | none
                    idempotent-direct | kafka |           | none
                    idempotent        | http  | id: id    | none
                    idempotent        | http  |           | event.id is not written: what its sender sends twice, after an answer that was lost, counts twice. Name the field that tells one event from another.
                    idempotent-wal    | http  |           | event.id is not written: what its sender sends twice, after an answer that was lost, counts twice. Name the field that tells one event from another.
                    counters          | kafka |           | none
                    aggregates-wal    | http  | id: id    | event.id finds no duplicates: aggregates-wal keeps no events to compare with, so what comes twice counts twice.
                    counters-direct   | kafka |           | strategy: counters-direct is never recommended: a task that is run again increments again, and nobody can tell afterwards. Write idempotent-direct, or counters if over-counting is acceptable.
                    """)
    void notes_ofADefinition_sayWhatMaySurprise(String strategy, String source, String id, String notes) {
        String keys = strategy.startsWith("idempotent") ? Edited.OF_THE_RECORD : "";
        Pipeline pipeline = Edited.pipeline(
                "  id: id\n",
                id == null ? "" : "  " + id + "⏎",
                Edited.KAFKA,
                source.equals("kafka") ? Edited.KAFKA : "http: {}",
                Edited.STRATEGY,
                "strategy: " + strategy + "⏎",
                Edited.OF_THE_RECORD,
                keys);

        assertThat(Notes.of(pipeline))
                .isEqualTo(Stream.of(notes).filter(note -> !note.equals("none")).toList());
    }
}
