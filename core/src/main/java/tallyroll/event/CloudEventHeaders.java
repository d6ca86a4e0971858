package tallyroll.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where the attributes of a CloudEvent in binary mode stand: in headers of the transport, and the data is the whole value. */
public enum CloudEventHeaders {
    /** The Kafka protocol binding. */
    KAFKA("kafka.header.ce_", "kafka.header.content-type"),
    /** The HTTP protocol binding; values are percent-encoded. */
    HTTP("http.header.ce-", "http.header.content-type");

    /** What every CloudEvent must say. */
    public static final List<String> REQUIRED = List.of("specversion", "id", "source");

    private final String prefix;
    private final String contentType;

    CloudEventHeaders(String prefix, String contentType) {
        this.prefix = prefix;
        this.contentType = contentType;
    }

    /** The name under which an attribute is kept beside a record's value. */
    public String kept(String attribute) {
        return "datacontenttype".equals(attribute) ? contentType : prefix + attribute;
    }

    /** All that must be kept to read the events of some fields. */
    static List<String> keptFor(EventSchema schema) {
        Set<String> attributes = new LinkedHashSet<>(REQUIRED);
        schema.fields().stream()
                .filter(EventEnvelope::holds)
                .map(EventEnvelope::attribute)
                .forEach(attributes::add);
        List<String> kept = new ArrayList<>();
        for (CloudEventHeaders binding : values()) {
            attributes.forEach(attribute -> kept.add(binding.kept(attribute)));
        }
        return kept;
    }
}
