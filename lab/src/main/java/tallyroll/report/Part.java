package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a strategy may do without, so that it cannot fail either. */
public enum Part {
    KAFKA("no Kafka takes part"),
    RECEIVER("there is no receiver: events come straight from Kafka"),
    TASKS("there are no tasks: a plain client writes, without Spark");

    private final String reason;

    Part(String reason) {
        this.reason = reason;
    }

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why what would happen to this part cannot happen. */
    public String reason() {
        return reason;
    }
}
