package tallyroll.pipeline;

import java.util.List;
import java.util.stream.Stream;
import tallyroll.pipeline.Pipeline.Source;

/** The registry of ingestion modes: a new one is a class and a line here, and a class and a line in the engine's registry. */
public final class IngestionModes {
    public static final IngestionMode RECEIVER = new ReceiverMode();
    public static final IngestionMode WAL = new WalMode();
    public static final IngestionMode DIRECT = new DirectMode();

    private IngestionModes() {}

    /** All of them, in the order of the grid. */
    public static List<IngestionMode> all() {
        return List.of(RECEIVER, WAL, DIRECT);
    }

    /** The mode to be preferred for a source: of those that read it, the one that can lose least. */
    static IngestionMode forSource(Source source) {
        return Stream.of(DIRECT, WAL, RECEIVER)
                .filter(mode -> mode.reads(source))
                .findFirst()
                .orElseThrow();
    }
}
