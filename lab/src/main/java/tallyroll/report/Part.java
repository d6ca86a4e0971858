package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A part of the system that some strategies do without, so that it cannot fail there. */
public enum Part {
    KAFKA("Kafka is not involved"),
    RECEIVER("there is no receiver: events come directly from Kafka"),
    TASKS("there are no tasks: a plain client writes, without Spark");

    private final String reason;

    Part(String reason) {
        this.reason = reason;
    }

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why a fault of this part cannot happen. */
    public String reason() {
        return reason;
    }
}
