package tallyroll.measure;

import java.util.Set;
import tallyroll.event.EventSchema;

/** All measures by function name. */
public final class Measures {
    private Measures() {}

    /** The function names a definition may use. */
    public static Set<String> functions() {
        return Set.of();
    }

    /**
     * Binds a measure to the fields it reads.
     *
     * @throws IllegalArgumentException where there is no such function or field, or they do not fit; the message is for the user
     */
    public static Measure bind(MeasureSpec spec, EventSchema schema) {
        throw new IllegalArgumentException(
                "there is no measure \"" + spec.function() + "\" over " + schema.size() + " fields");
    }
}
