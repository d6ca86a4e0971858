package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

class UnmatchedFieldsTest {
    private final EventSpec spec = new EventSpec(
            EventSpec.Format.JSON,
            EventSpec.Csv.NONE,
            new EventSchema(List.of(
                    Field.of("time", FieldType.TIMESTAMP),
                    new Field("typo", FieldType.INT, "reqest.n", "", "", "UTC", Missing.defaultTo("7"), Notation.PLAIN),
                    Field.of("user", FieldType.STRING),
                    new Field("derived", FieldType.INT, "", "1", "", "UTC", Missing.NULL, Notation.PLAIN))),
            List.of(),
            "time",
            EventSpec.Duplicates.FIRST,
            "",
            1_000,
            EventSpec.Framing.PLAIN);
    private final RecordDecoder decoder = new RecordDecoder(spec, "s", Expressions.NONE.bind());

    @Test
    void unmatched_beforeAnyRecord_isAllThatIsRead() {
        assertThat(decoder.unmatched()).containsExactly("time", "typo", "user");
    }

    @Test
    void unmatched_afterEventsWithOtherFields_isWhatNoneOfThemHad() {
        decode("{\"user\":\"a\"}");
        assertThat(decoder.unmatched()).as("its event is refused").containsExactly("time", "typo");

        decode("{\"time\":\"2024-05-01T10:00:00Z\"}");
        decode("{\"time\":\"2024-05-01T10:00:00Z\",\"user\":null}");
        assertThat(decoder.unmatched()).as("the default does not count").containsExactly("typo");
    }

    @Test
    void unmatched_ofRecordThatIsNotJson_isUnchanged() {
        decode("{\"time\":\"2024-05-01T10:00:00Z\",\"user\":\"a\"");

        assertThat(decoder.unmatched()).containsExactly("time", "typo", "user");
    }

    private void decode(String json) {
        decoder.decode(Slice.of(json.getBytes(StandardCharsets.UTF_8)), 0, 0, new Event(spec.schema()));
    }
}
