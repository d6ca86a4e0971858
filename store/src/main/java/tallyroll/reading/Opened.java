package tallyroll.reading;

import java.time.InstantSource;
import java.util.function.Supplier;
import tallyroll.event.EventSchema;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.store.Stores;
import tallyroll.summary.GroupCodec;
import tallyroll.time.Micros;

/** A rollup whose tables can be read. */
record Opened(Pipeline pipeline, Supplier<Stores> stores, InstantSource clock, Rollup rollup) {
    /** What an answer is made with; from here on its states hold. */
    Answer answer(Window window, boolean withStates) {
        EventSchema schema = pipeline.event().schema();
        Stores open = stores.get();
        States states = withStates
                ? States.of(pipeline, open, rollup.name(), window.from(), window.end(), Micros.now(clock))
                : States.UNKNOWN;
        return new Answer(
                open.summaries(),
                window,
                new Columns(rollup, schema, window.table().summaryMode()),
                states,
                new GroupCodec(rollup, schema));
    }
}
