package tallyroll.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tallyroll.event.EventEnvelope;
import tallyroll.event.Explode;
import tallyroll.sample.FieldPath.Origin;

/**
 * Records that are JSON.
 *
 * @param envelope around each event
 * @param explode how several events stand in a record, as a definition writes it; empty: a record is an event
 * @param why what the choice of {@code explode} goes by; empty without one
 * @param understood records that hold events in this form
 */
record JsonShape(EventEnvelope envelope, String explode, String why, int understood, Profiles profiles) {
    private static final Pattern WRITABLE_KEY = Pattern.compile("[^.$\\[\\]*{}\\s'\"]+");

    /** Of what a record says, from where on an array in it is what it is about. */
    private static final double MAIN_CONTENT = 0.6;

    private static final double ALL_CONTENT = 0.8;

    /** @param nowMicros later numbers are no times */
    static JsonShape of(List<SampleRecord> records, long nowMicros) {
        Survey survey = new Survey();
        records.forEach(survey::see);
        String form = survey.form();
        EventEnvelope envelope = survey.envelope(form);
        if (form.isEmpty() && envelope == EventEnvelope.NONE) {
            Optional<JsonShape> exploded = exploded(records, survey, nowMicros);
            if (exploded.isPresent()) {
                return exploded.get();
            }
        }
        String why =
                switch (form) {
                    case "$" -> "each record is an array";
                    case "lines" -> "each record holds several lines";
                    default -> "";
                };
        return shape(records, envelope, form, why);
    }

    /** An array in the records whose elements are the events rather than the records are. */
    private static Optional<JsonShape> exploded(List<SampleRecord> records, Survey survey, long nowMicros) {
        Optional<ElementArrays.Candidate> largest = survey.arrays.largest().filter(found -> found.path().stream()
                .allMatch(key -> WRITABLE_KEY.matcher(key).matches()));
        if (largest.isEmpty()) {
            return Optional.empty();
        }
        String path = String.join(".", largest.get().path());
        JsonShape shape = shape(records, EventEnvelope.NONE, path, "");
        boolean timeInside = shape.timed(Origin.ELEMENT, nowMicros);
        boolean timeOutside = shape.timed(Origin.VALUE, nowMicros);
        double share = largest.get().share();
        boolean events = timeInside ? !timeOutside || share >= MAIN_CONTENT : !timeOutside && share >= ALL_CONTENT;
        String why = "%s of what the records say stands in this array%s"
                .formatted(
                        FieldNote.percent((int) Math.round(share * 1_000), 1_000),
                        timeInside ? ", whose elements have times of their own" : "");
        return events
                ? Optional.of(new JsonShape(shape.envelope, path, why, shape.understood, shape.profiles))
                : Optional.empty();
    }

    private boolean timed(Origin origin, long nowMicros) {
        return profiles.all().stream()
                .filter(profile -> profile.path().origin() == origin)
                .filter(profile -> profile.present() * 10L >= profiles.events() * 8L)
                .anyMatch(profile ->
                        TypeGuess.of(profile, false, nowMicros).time().isPresent());
    }

    private static JsonShape shape(List<SampleRecord> records, EventEnvelope envelope, String explode, String why) {
        JsonEvents events = new JsonEvents(envelope, Explode.parse(explode));
        int understood = 0;
        for (SampleRecord record : records) {
            understood += events.see(record) ? 1 : 0;
        }
        return new JsonShape(envelope, explode, why, understood, events.profiles());
    }

    /** What kinds of records there are. */
    private static final class Survey {
        private final ElementArrays arrays = new ElementArrays();
        private final Map<EventEnvelope, Integer> alone = new EnumMap<>(EventEnvelope.class);
        private final Map<EventEnvelope, Integer> together = new EnumMap<>(EventEnvelope.class);
        private int objects;
        private int inArrays;
        private int inLines;

        void see(SampleRecord record) {
            Optional<JsonNode> value = JsonText.parse(record.value());
            if (EnvelopeShape.binary(record)) {
                objects++;
                alone.merge(EventEnvelope.CLOUDEVENTS, 1, Integer::sum);
            } else if (value.filter(JsonNode::isObject).isPresent()) {
                objects++;
                alone.merge(EnvelopeShape.of(value.get()), 1, Integer::sum);
                arrays.see(value.get());
            } else if (value.filter(one -> one.isArray() && ElementArrays.objects(one) && !one.isEmpty())
                    .isPresent()) {
                inArrays++;
                value.get().forEach(one -> together.merge(EnvelopeShape.of(one), 1, Integer::sum));
            } else if (value.isEmpty()) {
                List<JsonNode> lines = JsonText.lines(record.value());
                inLines += lines.isEmpty() ? 0 : 1;
                lines.forEach(one -> together.merge(EnvelopeShape.of(one), 1, Integer::sum));
            }
        }

        /** Lines take single objects too, as {@code $} does. */
        String form() {
            if (inArrays == 0 && inLines == 0) {
                return "";
            }
            return inArrays > inLines ? (inArrays * 10 >= objects ? "$" : "") : inLines * 10 >= objects ? "lines" : "";
        }

        EventEnvelope envelope(String form) {
            Map<EventEnvelope, Integer> seen = new EnumMap<>(alone);
            if (!form.isEmpty()) {
                together.forEach((envelope, times) -> seen.merge(envelope, times, Integer::sum));
            }
            int all = seen.values().stream().mapToInt(Integer::intValue).sum();
            return Stream.of(EventEnvelope.CLOUDEVENTS, EventEnvelope.DEBEZIUM, EventEnvelope.MAXWELL)
                    .filter(envelope -> seen.getOrDefault(envelope, 0) * 2 > all)
                    .findFirst()
                    .orElse(EventEnvelope.NONE);
        }
    }
}
