package tallyroll.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.event.EventEnvelope;
import tallyroll.event.Explode;
import tallyroll.sample.FieldPath.Origin;
import tallyroll.sample.FieldProfile.Kind;

/** Goes through the events of JSON records, and notes what each field has. */
final class JsonEvents {
    /** Longer arrays are lists, and shorter ones of the same length are pairs, such as a longitude and a latitude. */
    private static final int LONGEST_TUPLE = 4;

    /** What stands around an array is gone through for each of its elements, so a few records could be very many values. */
    private static final long MOST_VALUES = 2_000_000;

    private final EventEnvelope envelope;
    private final Explode explode;
    private final Profiles profiles = new Profiles();

    JsonEvents(EventEnvelope envelope, Explode explode) {
        this.envelope = envelope;
        this.explode = explode;
    }

    Profiles profiles() {
        return profiles;
    }

    /** Whether the record held events in this form. */
    boolean see(SampleRecord record) {
        int before = profiles.events();
        Optional<JsonNode> value = JsonText.parse(record.value());
        if (explode.kind() == Explode.Kind.LINES) {
            value.ifPresentOrElse(one -> event(one, record), () -> JsonText.lines(record.value())
                    .forEach(line -> event(line, record)));
        } else if (value.isPresent()) {
            JsonNode array = value.get();
            for (String key : explode.path()) {
                array = array.path(key);
            }
            boolean several = explode.kind() == Explode.Kind.ARRAY && array.isArray();
            if (several) {
                for (JsonNode element : array) {
                    if (profiles.seen() < MOST_VALUES) {
                        element(value.get(), element, record);
                    }
                }
            } else if (explode.path().isEmpty()) {
                event(value.get(), record);
            }
        }
        boolean understood = profiles.events() > before;
        profiles.record(understood);
        return understood;
    }

    private void element(JsonNode whole, JsonNode element, SampleRecord record) {
        if (explode.path().isEmpty()) {
            event(element, record);
        } else if (element.isObject()) {
            profiles.event(record);
            new Walk(element).object(whole, new ArrayList<>(), Origin.VALUE);
        }
    }

    private void event(JsonNode value, SampleRecord record) {
        boolean binary = EnvelopeShape.binary(record) && envelope == EventEnvelope.CLOUDEVENTS;
        Optional<JsonNode> data =
                binary ? Optional.of(value).filter(JsonNode::isObject) : EnvelopeShape.data(envelope, value);
        boolean enveloped = binary || (envelope != EventEnvelope.NONE && EnvelopeShape.of(value) == envelope);
        if (data.isEmpty() && !enveloped) {
            return;
        }
        profiles.event(record);
        Origin origin = explode.none() ? Origin.VALUE : Origin.ELEMENT;
        data.ifPresent(object -> new Walk(null).object(object, new ArrayList<>(), origin));
        if (binary) {
            EnvelopeShape.attributes(record.headers(), profiles);
        } else {
            EnvelopeShape.attributes(envelope, value, profiles);
        }
    }

    /** One event. */
    private final class Walk {
        private final JsonNode element;

        /** @param element what stands in the array's place; null where nothing does */
        Walk(JsonNode element) {
            this.element = element;
        }

        void object(JsonNode object, List<String> path, Origin origin) {
            object.properties().stream()
                    .filter(entry -> !FieldPath.readsAsIndex(entry.getKey()))
                    .forEach(entry -> {
                        path.add(entry.getKey());
                        if (element != null && origin == Origin.VALUE && path.equals(explode.path())) {
                            object(element, path, Origin.ELEMENT);
                        } else {
                            value(entry.getValue(), path, origin);
                        }
                        path.remove(path.size() - 1);
                    });
        }

        private void value(JsonNode value, List<String> path, Origin origin) {
            FieldPath place = new FieldPath(origin, path);
            switch (value.getNodeType()) {
                case OBJECT -> {
                    profiles.see(place, Kind.OBJECT, "");
                    object(value, path, origin);
                }
                case ARRAY -> array(value, place);
                case STRING -> profiles.see(place, Kind.TEXT, value.textValue());
                case BOOLEAN -> profiles.see(place, Kind.BOOLEAN, value.asText());
                case NUMBER -> profiles.see(place, Kind.NUMBER, value.asText());
                default -> profiles.seeNull(place);
            }
        }

        private void array(JsonNode array, FieldPath place) {
            profiles.seeArray(place, array.size());
            if (array.size() < 2 || array.size() > LONGEST_TUPLE) {
                return;
            }
            List<String> path = new ArrayList<>(place.keys());
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isValueNode()) {
                    path.add(FieldPath.index(i));
                    value(array.get(i), path, place.origin());
                    path.remove(path.size() - 1);
                }
            }
        }
    }
}
