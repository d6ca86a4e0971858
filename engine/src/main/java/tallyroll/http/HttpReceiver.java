package tallyroll.http;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import tallyroll.pipeline.Address;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverException;
import tallyroll.retry.Waits;

/**
 * A receiver that listens for HTTP/1.1 requests.
 *
 * <p>Bounded in all that a sender can make it hold: connections, threads, headers, bodies, and how long it may be silent. The
 * bodies of all requests together take at most {@link #BODIES} times the longest; cut into events they take as much again until
 * the sink has them.
 */
final class HttpReceiver implements Receiver {
    private static final int BODIES = 4;
    private static final long MIN_BODY_MEMORY = 64L << 20;
    private static final int THREADS = 32;

    /** Half of the threads, so that the others still answer. */
    private static final int MAX_WAITING = THREADS / 2;

    private static final int CONNECTIONS = 1_000;
    private static final int HEADER_BYTES = 16 << 10;

    private final List<Address> addresses;
    private final String path;
    private final Server server;
    private final List<ServerConnector> connectors = new ArrayList<>();

    HttpReceiver(List<Address> addresses, String path, int maxBytes, ReceiverContext context) {
        this.addresses = addresses;
        this.path = path;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("tallyroll-http");
        threads.setDaemon(true);
        server = new Server(threads);
        for (Address address : addresses) {
            ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(limits()));
            connector.setHost(address.host());
            connector.setPort(address.port());
            connector.setIdleTimeout(Waits.HTTP_IDLE.millis());
            connectors.add(connector);
            server.addConnector(connector);
        }
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        server.setErrorHandler(new Errors());
        server.setStopTimeout(Waits.RECEIVER_STOP.millis());
        server.setHandler(new GracefulHandler(new EventsHandler(
                path,
                maxBytes,
                context.validator(),
                new RequestLimiter(context.sink(), Waits.HTTP_ROOM.limit(), MAX_WAITING),
                new BodyMemory(Math.max(MIN_BODY_MEMORY, (long) BODIES * maxBytes)),
                new RateLimitedLog(
                        "no room for more events: a request was answered with 429, the sender has to wait",
                        context.notices(),
                        System::nanoTime))));
    }

    private static HttpConfiguration limits() {
        HttpConfiguration limits = new HttpConfiguration();
        limits.setSendServerVersion(false);
        limits.setRequestHeaderSize(HEADER_BYTES);
        return limits;
    }

    @Override
    public void start() {
        try {
            server.start();
        } catch (Exception fault) {
            stop();
            Throwable root = fault;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new ReceiverException(
                    "Cannot listen for HTTP at " + addresses + ": " + root.getMessage()
                            + ". Write an address of this machine with a free port as http.listen; port 0 takes a free one.",
                    fault);
        }
    }

    @Override
    public String where() {
        return connectors.stream()
                .map(connector -> "http://" + address(connector) + path)
                .collect(Collectors.joining(", "));
    }

    private static Address address(ServerConnector connector) {
        int bound = connector.getLocalPort();
        return new Address(connector.getHost(), bound > 0 ? bound : connector.getPort());
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        try {
            server.stop();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception fault) {
            throw new ReceiverException(
                    "Cannot stop listening for HTTP at " + where() + ": " + fault.getMessage() + ".", fault);
        }
    }
}
