package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.event.EventEnvelope;
import tallyroll.event.EventSpec;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

/** The keys {@code event.envelope} and {@code event.delete}. */
class EnvelopeKeysTest {
    private static final String REVISED = "{last: lsn}";

    @Test
    void envelope_ofChanges_isRead() {
        EventSpec event = event("envelope: debezium", "id: id", "duplicates: " + REVISED, "")
                .event();

        assertThat(event.envelope()).isEqualTo(EventEnvelope.DEBEZIUM);
        assertThat(event.deleteField()).isEmpty();
    }

    @Test
    void envelope_none_isTheRecord() {
        assertThat(event("", "id: id", "", "").event().envelope()).isEqualTo(EventEnvelope.NONE);
    }

    @Test
    void envelope_cloudeventsWithoutId_isNamedBySourceAndId() {
        EventSpec event = event("envelope: cloudevents", "", "", "").event();

        assertThat(event.idFields()).containsExactly("envelope_source", "envelope_id");
        assertThat(event.schema().fields())
                .contains(
                        new Field(
                                "envelope_source",
                                FieldType.STRING,
                                "envelope.source",
                                "",
                                "",
                                "UTC",
                                Missing.REJECT,
                                Notation.PLAIN),
                        new Field(
                                "envelope_id",
                                FieldType.STRING,
                                "envelope.id",
                                "",
                                "",
                                "UTC",
                                Missing.REJECT,
                                Notation.PLAIN));
    }

    @Test
    void envelope_cloudeventsWithDeclaredAttributes_isNamedByThose() {
        EventSpec event = event("envelope: cloudevents", "", "", ", shop: {type: string, path: envelope.source}")
                .event();

        assertThat(event.idFields()).containsExactly("shop", "envelope_id");
    }

    @Test
    void envelope_cloudeventsWithId_isNamedByIt() {
        assertThat(event("envelope: cloudevents", "id: id", "", "").event().idFields())
                .containsExactly("id");
    }

    @Test
    void delete_booleanField_isRead() {
        String derived = ", gone: {type: boolean, expr: \"place = 'none'\"}";

        EventSpec event = event("delete: gone", "id: id", "duplicates: " + REVISED, derived)
                .event();

        assertThat(event.deleteField()).isEqualTo("gone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "envelope: debezium | id: id | | envelope: debezium needs duplicates: {last: …}",
                "envelope: maxwell | | duplicates: {last: lsn} | envelope: maxwell needs event.id: the key of the row",
                "envelope: debezum | id: id | | is none of cloudevents, debezium, maxwell",
                "delete: place | id: id | duplicates: {last: lsn} | is a string; the field that deletes is a boolean",
                "delete: goner | id: id | duplicates: {last: lsn} | there is no such field",
                "delete: gone | id: id | | needs duplicates: {last: …}: the first event of an identity would stay counted"
            })
    void keys_thatDoNotGoTogether_areRefused(String key, String id, String duplicates, String rule) {
        assertThatThrownBy(() -> event(key, id, duplicates == null ? "" : duplicates, ", gone: boolean"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining(rule);
    }

    @Test
    void envelope_ofCsv_isRefused() {
        assertThatThrownBy(
                        () -> Edited.pipeline(
                                "format: json",
                                "format: csv⏎  envelope: cloudevents⏎  csv: {columns: [id, date, origin, delay, share, fare, arrDelay]}"))
                .hasMessageContaining("does not go with format csv: a line has no envelope");
    }

    @ParameterizedTest
    @CsvSource({"counters", "aggregates-direct"})
    void changes_withoutARecord_areRefused(String strategy) {
        assertThatThrownBy(() -> parse("envelope: debezium", "id: id", "duplicates: " + REVISED, "", strategy))
                .hasMessageContaining("cannot be counted by " + strategy + ": it keeps no earlier events");
    }

    private static Pipeline event(String key, String id, String duplicates, String fields) {
        return parse(key, id == null ? "" : id, duplicates, fields, "idempotent-direct");
    }

    private static Pipeline parse(String key, String id, String duplicates, String fields, String strategy) {
        return Definition.parse(
                """
                pipeline: orders
                source: {kafka: {bootstrap: "localhost:9092", topic: orders}}
                event:
                  format: json
                  %s
                  %s
                  %s
                  time: at
                  fields: {id: string, place: string, lsn: {type: long, path: envelope.source.lsn}%s}
                strategy: %s
                rollups: {by_place: {by: [place], every: [1h], measures: {orders: count}}}
                """.formatted(key, id, duplicates, fields, strategy), "orders.yaml", Edited.ENVIRONMENT);
    }
}
