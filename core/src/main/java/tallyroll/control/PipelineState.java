package tallyroll.control;

import java.util.Map;
import java.util.Optional;

/**
 * The control row of a pipeline.
 *
 * @param version counts the changes of this row; 0 for a pipeline never opened; {@link ControlStore#swap} compares it
 * @param epoch how often the lease changed hands; 0 before the first driver
 * @param holder who holds the lease, {@code host/pid/nonce}; empty when nobody does
 * @param leaseUntil when the lease ends unless renewed, µs
 * @param committed the last committed batch, 0 before the first
 * @param stamp the highest stamp ever claimed, µs
 * @param slice the record slice in use
 * @param sliceBytes bytes recorded to that slice so far
 * @param open the claimed batch that is not committed, if any
 * @param positions per source partition ({@code topic-partition}) the next offset to read
 * @param books total of all committed batches
 */
public record PipelineState(
        String pipeline,
        long version,
        long epoch,
        String holder,
        long leaseUntil,
        long committed,
        long stamp,
        int slice,
        long sliceBytes,
        Optional<Claim> open,
        Map<String, Long> positions,
        Books books) {
    public PipelineState {
        positions = Map.copyOf(positions);
    }

    public static PipelineState initial(String pipeline) {
        return new PipelineState(pipeline, 0, 0, "", 0, 0, 0, 0, 0, Optional.empty(), Map.of(), Books.NONE);
    }
}
