package tallyroll.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.LastRead;
import tallyroll.decode.Envelope;
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
    private final long batch;
    private final Envelope envelope = new Envelope();
    /** With that rule off, what is still to be given of a record of several. */
    private final Deque<byte[]> left = new ArrayDeque<>();

    private Log log;
    private long at;
    private byte[] raw;

    TopicReader(World world, IngestClaim claim, Claim.Range range, Host host) {
        this.world = world;
        this.range = range;
        this.host = host;
        topic = world.topic(range.source());
        batch = claim.batch();
        if (range.partition() >= topic.partitions()) {
            throw new CutOff(range + ": there is no such partition");
        }
        log = topic.log(range.partition());
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
        raw = left.poll();
        while (raw == null) {
            at++;
            if (at >= range.until()) {
                return false;
            }
            Sent sent = next();
            if (sent.packed() && world.faults().off(Off.ELEMENTS)) {
                sent.parts().forEach(part -> left.add(part.raw()));
                raw = left.poll();
            } else {
                raw = world.given(sent);
            }
        }
        return true;
    }

    /** What a cut leaves of what was read is noticed by the epoch of its leader; that there is another topic is not. */
    private Sent next() {
        if (range.partition() >= topic.partitions()) {
            throw new CutOff(range + ": there is no such partition any more");
        }
        Log now = topic.log(range.partition());
        boolean lost = at > first && now.descendsFrom(log) && at > now.kept(log);
        if (lost || at >= now.end()) {
            throw new CutOff(range + ": the log was cut off before " + at);
        }
        log = now;
        Sent sent = now.at(at);
        world.judge().source().given(batch, range, at, sent);
        return sent;
    }

    /** The source holds less than was claimed. */
    static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CutOff(String what) {
            super(what, null, false, false);
        }
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public Slice value() {
        Slice value = Slice.of(raw);
        return world.faults().off(Off.ENVELOPE) ? value : envelope.begin().wrap(value);
    }

    @Override
    public long offset() {
        return at;
    }

    @Override
    public Optional<LastRead> lastRead() {
        long last = Math.min(at, range.until()) - 1;
        return !world.changes().epochs() || last < first
                ? Optional.empty()
                : Optional.of(new LastRead(last, log.epoch(last), log.end()));
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
