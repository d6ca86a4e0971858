package tallyroll.sample;

import java.util.List;
import java.util.Optional;
import tallyroll.event.FieldType.Kind;
import tallyroll.sample.FieldPath.Origin;

/**
 * What a draft of changes of rows must say beside the row's fields.
 *
 * @param id the line that names the row; empty where one of the row's fields does
 * @param fields lines of further fields
 * @param keys lines behind the fields
 */
record RowChanges(String id, String fields, String keys) {
    /** @throws SampleException where nothing names a row */
    static RowChanges of(Sample sample, Findings findings, boolean topic) {
        StringBuilder fields = new StringBuilder();
        String id = "";
        if (findings.roles().ids().isEmpty()) {
            if (!topic
                    || sample.records().stream().allMatch(record -> record.key().isEmpty())) {
                throw new SampleException("Cannot make a definition of " + sample.origin()
                        + ": its events are changes of rows, and no field looks like the key of a row."
                        + " Name the field that is: --id FIELD");
            }
            id = marked("  id: row_key", "<- the key of the row: the record's, as no field looks like one");
            fields.append(marked("    row_key: {type: string, path: kafka.key}", "the record's key"));
        }
        Optional<FieldGuess> log = findings.fields().stream()
                .filter(field ->
                        field.profile().path().equals(new FieldPath(Origin.ENVELOPE, List.of("source", "lsn"))))
                .filter(field -> field.kind() == Kind.LONG || field.kind() == Kind.INT)
                .filter(field -> field.always(findings.population().events()))
                .findFirst();
        Optional<FieldGuess> moment = findings.fields().stream()
                .filter(field -> field.profile().path().origin() == Origin.ENVELOPE && field.kind() == Kind.TIMESTAMP)
                .findFirst();
        String revision;
        String note;
        if (log.isPresent()) {
            revision = log.get().name();
            note = "<- the place in the database's log, which grows with each change";
        } else if (topic) {
            revision = "record_offset";
            fields.append(marked("    record_offset: {type: long, path: kafka.offset}", "the place in the topic"));
            note = "<- right where all changes of a row are in one partition";
        } else {
            revision = moment.map(FieldGuess::name)
                    .orElseThrow(() -> new SampleException("Cannot make a definition of " + sample.origin()
                            + ": its events are changes of rows, and nothing says which of two is the later one."));
            note = "<- two changes in the same moment cannot be told apart";
        }
        String keys = marked("  duplicates: {last: " + revision + "}", note) + "  tombstones: ignore\n";
        return new RowChanges(id, fields.toString(), keys);
    }

    private static String marked(String line, String note) {
        StringBuilder text = new StringBuilder();
        DraftText.marked(text, line, note);
        return text.toString();
    }
}
