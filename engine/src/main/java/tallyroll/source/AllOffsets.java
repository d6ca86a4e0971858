package tallyroll.source;

import java.util.Map;
import tallyroll.control.SourcePartition;

/** How far all sources of a pipeline reach, as {@link AvailableOffsets} says it of one. Used by one thread at a time. */
public interface AllOffsets {
    /** Per partition the first position that is still kept. */
    Map<SourcePartition, Long> earliest();

    /** Per partition one past the last position that may be read now. */
    Map<SourcePartition, Long> latest();

    /** See {@link AvailableOffsets#notTruncated}. */
    void notTruncated(Map<SourcePartition, Long> read, Map<SourcePartition, Long> latest);

    /** Of a pipeline that has one source. */
    static AllOffsets of(String source, AvailableOffsets only) {
        return new AllOffsets() {
            @Override
            public Map<SourcePartition, Long> earliest() {
                return SourcePartition.in(source, only.earliest());
            }

            @Override
            public Map<SourcePartition, Long> latest() {
                return SourcePartition.in(source, only.latest());
            }

            @Override
            public void notTruncated(Map<SourcePartition, Long> read, Map<SourcePartition, Long> latest) {
                only.notTruncated(SourcePartition.of(read, source), SourcePartition.of(latest, source));
            }
        };
    }
}
