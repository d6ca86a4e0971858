package tallyroll.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import javax.naming.NamingException;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.Redelivery;
import tallyroll.receiver.ShutdownDeadline;
import tallyroll.retry.Backoff;
import tallyroll.retry.Retries;
import tallyroll.retry.Waits;

/**
 * Reads a queue or a topic by one session with one thread, so that events keep the order in which the broker gives them out.
 *
 * <p>What was not acknowledged when a connection ends, the broker gives out again: to the next connection, or to another receiver.
 */
final class JmsReceiver implements Receiver {
    private static final long JOIN_MILLIS = TimeUnit.SECONDS.toMillis(8);

    private final ReceiverContext context;
    private final JmsDestination destination;
    private final JmsFactory source;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final RateLimitedLog full;
    private final ShutdownDeadline deadline = new ShutdownDeadline(Waits.RECEIVER_STOP.limit());
    private final Thread thread = new Thread(this::run, "tallyroll-jms");

    private ConnectionFactory factory;

    JmsReceiver(ReceiverContext context, JmsDestination destination, JmsFactory source, RandomGenerator random) {
        this.context = context;
        this.destination = destination;
        this.source = source;
        this.random = random;
        backoff = Retries.RECEIVER_CONNECT.backoff(random);
        full = new RateLimitedLog(
                "jms: no room for more events, messages stay at the broker; the pipeline takes them more slowly than they come",
                context::notice,
                System::nanoTime);
    }

    @Override
    public void start() {
        try {
            factory = source.open();
        } catch (NamingException away) {
            context.notice("jms: " + source.where() + " cannot be looked up yet: " + away);
        }
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String where() {
        return destination + " at " + source.where();
    }

    @Override
    public void close() {
        deadline.begin();
        try {
            thread.join(JOIN_MILLIS);
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!deadline.hasBegun()) {
                String why = untilLost();
                if (!deadline.hasBegun()) {
                    Duration pause = backoff.next();
                    context.notice("jms: cannot read " + where() + ": " + why + "; connecting again in "
                            + pause.toMillis() + " ms");
                    deadline.pause(pause);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connects and receives until that ends; says why it did. */
    @SuppressWarnings("CatchingUnchecked") // providers throw what they like, and none of it may end the receiver
    private String untilLost() throws InterruptedException {
        AtomicReference<String> lost = new AtomicReference<>();
        try {
            if (factory == null) {
                factory = source.open();
            }
            try (Connection connection = connect()) {
                connection.setExceptionListener(fault -> lost.compareAndSet(null, fault.toString()));
                try (Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
                    Redelivery redelivery = new Redelivery(
                            context.sink(), deadline, Retries.RECEIVER_OFFER.backoff(random), new Reports());
                    new JmsConsumer(context, destination.consumer(session), redelivery, deadline, lost)
                            .run(connection, where(), backoff);
                }
            }
        } catch (JMSException | NamingException | RuntimeException fault) {
            lost.compareAndSet(null, fault.toString());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return lost.get();
    }

    private Connection connect() throws JMSException {
        Optional<String> username = context.settings().find(JmsProvider.USERNAME);
        return username.isEmpty()
                ? factory.createConnection()
                : factory.createConnection(
                        username.get(),
                        context.settings().find(JmsProvider.PASSWORD).orElse(""));
    }

    private final class Reports implements Redelivery.Listener {
        @Override
        public void full() {
            full.happened();
        }

        @Override
        public void failed(EventBatch batch, Throwable why, Duration pause) {
            context.notice("jms: " + batch.count() + " events could not be taken in (" + why
                    + "); they are offered again in " + pause.toMillis() + " ms");
        }
    }
}
