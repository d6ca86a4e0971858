package tallyroll.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.Slice;
import tallyroll.decode.Envelope;
import tallyroll.event.TransportField;

/** Keeps what a definition asks of a Kafka record with its value. Not thread-safe; what it wraps stays valid until the next. */
public final class RecordEnvelope {
    private final List<Kept> kept;
    private final Envelope envelope = new Envelope();
    private final Slice bytes = new Slice();
    private final byte[] time = new byte[Long.BYTES];

    /** @param header of a path that names one, else of no meaning */
    private record Kept(TransportField what, byte[] name, String header) {
        static Kept of(String name) {
            return new Kept(
                    TransportField.of(name).orElseThrow(),
                    name.getBytes(StandardCharsets.UTF_8),
                    TransportField.headerName(name));
        }
    }

    /** @param names of {@link tallyroll.event.EventSpec#keptBeside} */
    public RecordEnvelope(List<String> names) {
        kept = names.stream().map(Kept::of).toList();
    }

    /** @param value the record's, empty where it has none */
    public Slice wrap(ConsumerRecord<ByteBuffer, ByteBuffer> record, Slice value) {
        envelope.begin();
        for (int i = 0; i < kept.size(); i++) {
            put(kept.get(i), record);
        }
        return envelope.wrap(value);
    }

    private void put(Kept one, ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        switch (one.what) {
            case KAFKA_KEY -> {
                if (record.key() != null) {
                    bytes.set(record.key());
                    envelope.put(one.name, bytes);
                }
            }
            case KAFKA_TIMESTAMP -> {
                if (record.timestamp() != ConsumerRecord.NO_TIMESTAMP) {
                    BigEndian.putLong(time, 0, record.timestamp());
                    envelope.put(one.name, Slice.of(time));
                }
            }
            case KAFKA_HEADER -> {
                Header header = record.headers().lastHeader(one.header);
                if (header != null && header.value() != null) {
                    envelope.put(one.name, Slice.of(header.value()));
                }
            }
            default -> {
                // of another source, or told by the position
            }
        }
    }
}
