package tallyroll.pipeline;

import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.EventRule;
import tallyroll.decode.RejectCode;
import tallyroll.event.Event;

/**
 * An event fits one write to the record. Its raw length decides, though it is packed there: what is accepted must not depend on how
 * well a neighbour packs.
 */
final class EventSizeRule implements EventRule {
    /** Room in a write for what stands beside the event: keys, header, identity, and what packing adds to what cannot be packed. */
    private static final int BESIDE = 16 * 1024;

    private final int maxMutationBytes;
    private final int most;

    EventSizeRule(int maxMutationBytes) {
        this.maxMutationBytes = maxMutationBytes;
        most = maxMutationBytes - BESIDE - (maxMutationBytes >> 8);
    }

    @Override
    public Decoding check(Slice raw, Event event) {
        return raw.length() <= most
                ? Decoding.OK
                : RejectCode.TOO_LARGE.because(
                        "the record has " + raw.length() + " bytes, and a write to Cassandra takes " + most
                                + " of them: cassandra.max_mutation is " + maxMutationBytes);
    }
}
