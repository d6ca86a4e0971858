package tallyroll.receiver;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.Slice;
import tallyroll.decode.Envelope;
import tallyroll.decode.Message;

/** Keeps with each event when it was received, for definitions that ask for it. */
final class ReceiptTimeSink implements EventSink {
    static final String NAME = "receiver.time";

    private final EventSink sink;
    private final InstantSource clock;

    ReceiptTimeSink(EventSink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public Optional<CompletionStage<Void>> offer(EventBatch batch) {
        EventBatch.Builder timed = EventBatch.builder();
        ReceiptTime time = new ReceiptTime(clock.millis());
        for (int i = 0; i < batch.count(); i++) {
            time.put(batch.event(i));
            timed.add(time.envelope, time.message.value());
        }
        return sink.offer(timed.build());
    }

    @Override
    public boolean awaitRoom(long weight, Duration patience) throws InterruptedException {
        return sink.awaitRoom(weight, patience);
    }

    /** Puts one time beside one event after another. */
    static final class ReceiptTime {
        private final Message message = new Message();
        private final Envelope envelope = new Envelope();
        private final byte[] time = new byte[Long.BYTES];

        ReceiptTime(long millis) {
            BigEndian.putLong(time, 0, millis);
        }

        private void put(Slice raw) {
            message.open(raw);
            envelope.begin().putAll(message).put(NAME, Slice.of(time));
        }

        /** Valid until the next one. */
        Slice wrap(Slice raw) {
            put(raw);
            return envelope.wrap(message.value());
        }
    }
}
