package tallyroll.decode;

import tallyroll.event.Event;
import tallyroll.event.EventSpec;

/**
 * Changes of rows as Maxwell writes them: {@code type}, {@code data} with the row as it is now, or as it was before it was deleted, and {@code old}
 * with what an update changed.
 */
final class MaxwellDecoder implements FieldDecoder {
    private final RowImage row;

    MaxwellDecoder(EventSpec spec) {
        row = new RowImage(spec, new EnvelopePaths(""), "data", "old", "type");
    }

    @Override
    public Decoding decode(Message message, Event into) {
        into.clear();
        Decoding read = row.read(message);
        if (!read.ok()) {
            return read;
        }
        String type = row.operation();
        return switch (type) {
            case "insert", "update", "bootstrap-insert" -> row.event(into);
            case "delete" -> {
                Decoding deleted = row.event(into);
                into.markDeletion();
                yield deleted;
            }
            case "" ->
                RejectCode.NOT_A_ROW.because(
                        "the record has no \"type\", which Maxwell writes into each change of a row: "
                                + Seen.bytes(message.value()));
            default ->
                RejectCode.NOT_A_ROW.because("\"type\" is \"" + Seen.text(type)
                        + "\"; a change of a row is an insert, update, delete or bootstrap-insert");
        };
    }
}
