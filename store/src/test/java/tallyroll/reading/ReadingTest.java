package tallyroll.reading;

import java.util.Map;
import tallyroll.pipeline.Pipeline;
import tallyroll.store.Stores;

class ReadingTest extends ReadingContract {
    private static final Pipeline PIPELINE = Measured.pipeline(Map.of());
    private static final TwinStores STORES = new TwinStores();

    static {
        Measured.write(STORES.summaries(), PIPELINE, SAMPLES);
    }

    @Override
    protected Stores stores() {
        return STORES;
    }

    @Override
    protected Pipeline pipeline() {
        return PIPELINE;
    }
}
