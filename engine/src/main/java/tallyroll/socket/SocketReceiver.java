package tallyroll.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tallyroll.pipeline.Address;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.Redelivery;
import tallyroll.receiver.ShutdownDeadline;
import tallyroll.retry.Retries;
import tallyroll.retry.Waits;

/**
 * A receiver that connects to servers and reads lines, one connection and one thread each.
 *
 * <p>A plain socket has no acknowledgement: a server that has written a line believes it delivered. So what is still in the
 * connection when this process dies is the sender's loss, and no strategy can change that; what was read is handed on until the
 * sink has it. When the sink is full nothing is read, and TCP pushes the server back. A server that must not lose anything
 * should send by HTTP.
 */
final class SocketReceiver implements Receiver {

    private final List<Address> addresses;
    private final ShutdownDeadline deadline = new ShutdownDeadline(Waits.RECEIVER_STOP.limit());
    private final List<Thread> threads = new ArrayList<>();

    SocketReceiver(List<Address> addresses, ReceiverContext context, RandomGenerator.SplittableGenerator random) {
        this.addresses = addresses;
        RateLimitedLog full = new RateLimitedLog(
                "no room for more events: nothing is read from the socket, the server has to wait",
                context.notices(),
                System::nanoTime);
        RateLimitedLog failing = new RateLimitedLog(
                "it is not known whether lines of the socket were kept; they are handed on again",
                context.notices(),
                System::nanoTime);
        for (Address address : addresses) {
            Redelivery redelivery = new Redelivery(
                    context.sink(),
                    deadline,
                    Retries.RECEIVER_OFFER.backoff(random.split()),
                    new Reports(full, failing));
            Runnable connection = new SocketConnection(
                    address, context, deadline, Retries.RECEIVER_CONNECT.backoff(random.split()), redelivery);
            Thread thread = new Thread(connection, "tallyroll-socket-" + address);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    @Override
    public void start() {
        threads.forEach(Thread::start);
    }

    @Override
    public String where() {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        deadline.begin();
        try {
            for (Thread thread : threads) {
                thread.join(Waits.RECEIVER_STOP.limit().plusSeconds(1).toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        threads.forEach(Thread::interrupt);
    }

    private record Reports(RateLimitedLog noRoom, RateLimitedLog failing) implements Redelivery.Listener {
        @Override
        public void full() {
            noRoom.happened();
        }

        @Override
        public void failed(EventBatch batch, Throwable why, Duration pause) {
            failing.happened();
        }
    }
}
