package tallyroll.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.LastRead;
import tallyroll.flow.SourceCursor;

/** A Kafka range as the flow reads it: what is no longer kept becomes a gap, and reading goes on behind it. */
final class TopicCursor implements SourceCursor {
    private final KafkaRangeReader reader;
    private final RecordEnvelope envelope;
    private final List<Claim.Range> gaps = new ArrayList<>();

    TopicCursor(KafkaRangeReader reader, RecordEnvelope envelope) {
        this.reader = reader;
        this.envelope = envelope;
    }

    @Override
    public boolean advance() {
        while (true) {
            try {
                return reader.next();
            } catch (RangeGoneException gone) {
                gaps.add(gone.missing());
            }
        }
    }

    @Override
    public boolean tombstone() {
        return reader.tombstone();
    }

    @Override
    public Slice value() {
        return envelope.wrap(reader.current(), reader.value());
    }

    @Override
    public long offset() {
        return reader.offset();
    }

    @Override
    public List<Claim.Range> gaps() {
        return List.copyOf(gaps);
    }

    @Override
    public Optional<LastRead> lastRead() {
        return reader.lastRead();
    }

    @Override
    public void close() {
        reader.close();
    }
}
