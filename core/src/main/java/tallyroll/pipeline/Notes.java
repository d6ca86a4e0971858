package tallyroll.pipeline;

import java.util.List;

/** What is right in a definition and may still surprise whoever wrote it. */
public final class Notes {
    private Notes() {}

    /** Each note is a sentence or two: the key, what will happen, what to write to have it otherwise. */
    public static List<String> of(Pipeline pipeline) {
        return List.copyOf(pipeline.strategy().summaryMode().notes(pipeline));
    }
}
