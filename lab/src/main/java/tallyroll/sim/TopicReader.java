package tallyroll.sim;

import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.flow.SourceCursor;
import tallyroll.record.Gap;
import tallyroll.summary.StoreException;

/** Reads a claimed range of the simulated topic, as a process reaches it: what the topic has forgotten by now is a gap. */
final class TopicReader implements SourceCursor {
    private final World world;
    private final Topic topic;
    private final Claim.Range range;
    private final Host host;
    private final long first;
    private long at;
    private byte[] raw;

    TopicReader(World world, IngestClaim claim, Claim.Range range, Host host) {
        this.world = world;
        this.range = range;
        this.host = host;
        topic = world.topic();
        first = Math.min(range.until(), Math.max(range.from(), topic.start(range.partition())));
        at = first - 1;
        if (world.faults().off(Off.GAPS_AT_COMMIT)) {
            gaps().forEach(gap -> world.record()
                    .gaps()
                    .add(new Gap(gap, message(gap), claim.batch(), claim.writeTimestamp()), claim.writeTimestamp()));
        }
    }

    @Override
    public boolean advance() {
        if (world.faults().fails(host)) {
            world.say("  no answer to reading " + range + " from " + (at + 1));
            throw new StoreException("no answer to reading the topic", null);
        }
        do {
            at++;
            if (at >= range.until()) {
                return false;
            }
            raw = world.given(topic.at(range.partition(), at));
        } while (raw == null);
        return true;
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public Slice value() {
        return Slice.of(raw);
    }

    @Override
    public long offset() {
        return at;
    }

    @Override
    public List<Claim.Range> gaps() {
        return first == range.from() || world.faults().off(Off.GAPS)
                ? List.of()
                : List.of(new Claim.Range(range.source(), range.partition(), range.from(), first));
    }

    @Override
    public void close() {
        // nothing is held
    }
}
