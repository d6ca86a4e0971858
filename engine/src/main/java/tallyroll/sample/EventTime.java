package tallyroll.sample;

import java.util.Optional;

/**
 * What says when an event happened.
 *
 * @param name of the field
 * @param field where it is one of the data; empty where it is derived or the time of arrival
 * @param declaration of a field that is not one of the data: {@code {type: timestamp, path: kafka.timestamp}}
 * @param note what is to be known of it
 * @param datesOnly whether it has no time of day
 */
record EventTime(String name, Optional<FieldGuess> field, String declaration, String note, boolean datesOnly) {
    static EventTime of(FieldGuess field) {
        return new EventTime(
                field.name(),
                Optional.of(field),
                "",
                "",
                field.time().orElseThrow().datesOnly());
    }

    static EventTime of(String name, DayAndTime parts) {
        return new EventTime(
                name,
                Optional.empty(),
                "{type: timestamp, expr: \"" + parts.expression() + "\"}",
                "<- put together of %d fields; names no zone, read as UTC"
                        .formatted(parts.parts().size()),
                parts.datesOnly());
    }

    static EventTime ofArrival(String name, boolean topic) {
        return topic
                ? new EventTime(
                        name,
                        Optional.empty(),
                        "{type: timestamp, path: kafka.timestamp}",
                        "when the producer made the record, or the broker took it",
                        false)
                : new EventTime(
                        name,
                        Optional.empty(),
                        "{type: timestamp, path: receiver.time}",
                        "when the receiver took the event",
                        false);
    }

    boolean ofArrival() {
        return declaration.contains("path:");
    }
}
