package tallyroll.source;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.Slice;
import tallyroll.decode.Envelope;
import tallyroll.event.TransportField;

/** Keeps what a definition asks of a Kafka record with its value. Not thread-safe; what it wraps stays valid until the next. */
public final class RecordEnvelope {
    private final List<String> kept;
    private final Envelope envelope = new Envelope();
    private final Slice bytes = new Slice();
    private final byte[] time = new byte[Long.BYTES];

    /** @param kept the names of {@link tallyroll.event.EventSpec#keptBeside} */
    public RecordEnvelope(List<String> kept) {
        this.kept = List.copyOf(kept);
    }

    /** @param value the record's, empty where it has none */
    public Slice wrap(ConsumerRecord<ByteBuffer, ByteBuffer> record, Slice value) {
        envelope.begin();
        for (int i = 0; i < kept.size(); i++) {
            put(kept.get(i), record);
        }
        return envelope.wrap(value);
    }

    private void put(String name, ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        switch (TransportField.of(name).orElseThrow()) {
            case KAFKA_KEY -> {
                if (record.key() != null) {
                    bytes.set(record.key());
                    envelope.put(name, bytes);
                }
            }
            case KAFKA_TIMESTAMP -> {
                if (record.timestamp() != ConsumerRecord.NO_TIMESTAMP) {
                    BigEndian.putLong(time, 0, record.timestamp());
                    envelope.put(name, Slice.of(time));
                }
            }
            case KAFKA_HEADER -> {
                Header header = record.headers().lastHeader(TransportField.headerName(name));
                if (header != null && header.value() != null) {
                    envelope.put(name, Slice.of(header.value()));
                }
            }
            default -> {
                // of another source, or told by the position
            }
        }
    }
}
