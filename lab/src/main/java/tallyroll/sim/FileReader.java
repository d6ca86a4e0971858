package tallyroll.sim;

import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.decode.Envelope;
import tallyroll.flow.SourceCursor;
import tallyroll.summary.StoreException;

/** Reads a claimed range of a file, as a process reaches it; a file forgets nothing. */
final class FileReader implements SourceCursor {
    private final World world;
    private final Claim.Range range;
    private final List<Sent> records;
    private final Host host;
    private final long batch;
    private final Envelope envelope = new Envelope();
    private long at;
    private byte[] raw;
    private boolean voids;

    FileReader(World world, IngestClaim claim, Claim.Range range, List<Sent> records, Host host) {
        this.world = world;
        this.range = range;
        this.records = records;
        this.host = host;
        batch = claim.batch();
        at = range.from() - 1;
    }

    @Override
    public boolean advance() {
        if (world.faults().fails(host)) {
            world.say("  no answer to reading " + range + " of a file from " + (at + 1));
            throw new StoreException("no answer to reading a file", null);
        }
        raw = null;
        while (raw == null) {
            at++;
            if (at >= range.until()) {
                return false;
            }
            Sent sent = records.get((int) at);
            world.judge().source().given(batch, range, at, sent);
            voids = !sent.packed() && sent.fact() != null && sent.fact().voids();
            raw = voids ? sent.raw() : world.given(sent);
        }
        return true;
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public Slice value() {
        Slice value = Slice.of(raw);
        return voids || world.faults().off(Off.ENVELOPE)
                ? value
                : envelope.begin().wrap(value);
    }

    @Override
    public long offset() {
        return at;
    }

    @Override
    public List<Claim.Range> gaps() {
        return List.of();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
