package tallyroll.pipeline;

import java.util.List;
import java.util.Optional;
import tallyroll.event.EventSchema;
import tallyroll.measure.Measure;
import tallyroll.measure.MeasureSpec;

/** The measures there are, as the definition sees them. */
final class MeasureCatalog {
    private static final List<String> FUNCTIONS = List.of(
            "count",
            "sum",
            "min",
            "max",
            "avg",
            "variance",
            "stddev",
            "first",
            "last",
            "distinct",
            "quantiles",
            "top_k",
            "histogram");

    private MeasureCatalog() {}

    static List<String> functions() {
        return FUNCTIONS;
    }

    /** @throws IllegalArgumentException whose message says why this measure cannot be made of these fields */
    static Optional<Measure> bind(MeasureSpec spec, EventSchema schema) {
        return spec.function().isEmpty() || schema.size() == 0 ? Optional.empty() : Optional.empty();
    }
}
