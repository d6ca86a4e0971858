package tallyroll.control;

import java.util.List;

/** Asked whether the source is still the one that was read (rule R16); refuses by throwing. */
@FunctionalInterface
public interface SourceCheck {
    /** For a source that keeps nothing, so that there is nothing to compare. */
    SourceCheck NONE = read -> {};

    /**
     * Compares what is there with what was read.
     *
     * @param read by the tasks of a batch that is about to be committed; none where one is about to begin
     * @throws SourceReplacedException where they differ
     */
    void check(List<SourceProgress> read);
}
