package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tallyroll.event.EventEnvelope;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.pipeline.Value.Section;

/** Reads {@code event.envelope} and {@code event.delete}, and refuses what would count a row twice or take back nothing. */
final class EnvelopeReader {
    private static final String REVISION = "a field that grows with each change of a row, such as {last: lsn} with "
            + "fields: {lsn: {type: long, path: envelope.source.lsn}}";

    private final Section event;
    private final DefinitionErrors faults;

    EnvelopeReader(Section event, DefinitionErrors faults) {
        this.event = event;
        this.faults = faults;
    }

    /** The envelope, {@link EventEnvelope#NONE} where none is written. */
    EventEnvelope read() {
        if (event.text("envelope").isEmpty()) {
            return EventEnvelope.NONE;
        }
        EventEnvelope envelope = EventEnvelope.valueOf(event.text("envelope").toUpperCase(Locale.ROOT));
        if (List.of("csv", "text").contains(event.text("format"))) {
            faults.add(
                    event.placeOf("envelope"),
                    "does not go with format " + event.text("format") + ": a line has no envelope",
                    "remove it, or write format: json");
        }
        if (envelope.changesRows()) {
            changes(envelope);
        }
        return envelope;
    }

    private void changes(EventEnvelope envelope) {
        if (!event.states("id")) {
            faults.add(
                    event.placeOf("envelope"),
                    envelope.label()
                            + " needs event.id: the key of the row, by which a change is known to be of the same row",
                    "such as id: order_id");
        }
        if (!revised()) {
            faults.add(
                    event.placeOf("envelope"),
                    envelope.label()
                            + " needs duplicates: {last: …}, by which a change takes the place of the one before",
                    REVISION);
        }
    }

    /** Checks the field that deletes. */
    void delete(Map<String, Field> fields, Set<String> names) {
        event.scalar("delete").ifPresent(delete -> {
            Field field = fields.get(delete.text());
            if (field == null && !names.contains(delete.text())) {
                faults.add(delete, "there is no such field", Words.suggestion(delete.text(), names, "Fields"));
            } else if (field != null && field.type().kind() != Kind.BOOLEAN) {
                faults.add(
                        delete,
                        "is a " + field.type() + "; the field that deletes is a boolean",
                        "derive one: removed: {type: boolean, expr: \"status = 'deleted'\"}");
            }
            if (!revised()) {
                faults.add(
                        delete,
                        "needs duplicates: {last: …}: the first event of an identity would stay counted, whatever is deleted later",
                        "such as {last: revision}");
            }
        });
    }

    private boolean revised() {
        return event.section("duplicates").flatMap(keys -> keys.scalar("last")).isPresent();
    }

    /** Whether the envelope alone says which event it is. */
    static boolean namesEvents(Section event) {
        return EventEnvelope.CLOUDEVENTS.label().equals(event.text("envelope"));
    }

    /** The names of the fields that are a CloudEvent's identity; they are added where they are not declared. */
    static List<String> ids(Map<String, Field> fields) {
        List<String> ids = new ArrayList<>();
        for (String attribute : List.of("source", "id")) {
            String path = EventEnvelope.PREFIX + attribute;
            String name = fields.values().stream()
                    .filter(field -> field.path().equals(path) && field.type().kind() == Kind.STRING)
                    .map(Field::name)
                    .findFirst()
                    .orElse("envelope_" + attribute);
            fields.computeIfAbsent(
                    name,
                    missing -> new Field(name, FieldType.STRING, path, "", "", "UTC", Missing.REJECT, Notation.PLAIN));
            ids.add(name);
        }
        return ids;
    }
}
