package tallyroll.socket;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import tallyroll.bytes.Slice;
import tallyroll.pipeline.Address;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.LineSplitter;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.Redelivery;
import tallyroll.receiver.ShutdownDeadline;
import tallyroll.retry.Backoff;
import tallyroll.retry.Waits;

/** One server's lines: connects, reads, hands on, and connects again. One thread. */
final class SocketConnection implements Runnable {

    /** How often a silent connection is left to look after what was offered. */
    private static final int LOOK_MILLIS = 500;

    private static final int READ_BYTES = 32 << 10;
    private static final int BATCH_BYTES = 64 << 10;
    /** Batches that are waited for before more is read. */
    private static final int MAX_IN_FLIGHT = 63;

    private final Address address;
    private final ReceiverContext context;
    private final ShutdownDeadline deadline;
    private final Backoff backoff;
    private final Redelivery redelivery;
    private final EventBatch.Builder gathered = EventBatch.builder();
    private final LineSplitter lines;

    SocketConnection(
            Address address,
            ReceiverContext context,
            ShutdownDeadline deadline,
            Backoff backoff,
            Redelivery redelivery) {
        this.address = address;
        this.context = context;
        this.deadline = deadline;
        this.backoff = backoff;
        this.redelivery = redelivery;
        lines = new LineSplitter(context.validator().maxBytes(), gathered::add);
    }

    @Override
    public void run() {
        try {
            while (!deadline.hasBegun()) {
                attempt();
            }
            redelivery.awaitSafe(0, deadline::isOver);
            long lost = redelivery.unsafeEvents();
            if (lost > 0) {
                context.notice("stopped, and of the last " + lost + " lines of " + address
                        + " it is not known whether they are kept");
            }
        } catch (InterruptedException stopped) {
            context.notice(
                    "stopped at once, and of the last lines of " + address + " it is not known whether they are kept");
        }
    }

    private void attempt() throws InterruptedException {
        String end;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), Waits.SOCKET_CONNECT.millis());
            socket.setKeepAlive(true);
            socket.setSoTimeout(LOOK_MILLIS);
            context.notice("connected to " + address);
            receive(socket.getInputStream());
            end = "the server closed it";
        } catch (IOException fault) {
            end = fault.getMessage();
        }
        flush();
        int broken = lines.drop();
        if (broken > 0) {
            context.notice("the connection to " + address + " ended within a line; its first " + broken
                    + " bytes are left out, for they may read as another event");
        }
        if (!deadline.hasBegun()) {
            Duration pause = backoff.next();
            context.notice("no connection to " + address + ": " + end + "; the next attempt is in " + pause.toMillis()
                    + " ms");
            deadline.pause(pause);
        }
    }

    /** Until the server has sent all, or this is to end. */
    private void receive(InputStream in) throws IOException, InterruptedException {
        byte[] piece = new byte[READ_BYTES];
        while (!deadline.hasBegun()) {
            int read;
            try {
                read = in.read(piece);
            } catch (SocketTimeoutException silence) {
                redelivery.settle(deadline::isOver);
                continue;
            }
            if (read < 0) {
                lines.end();
                return;
            }
            backoff.reset();
            lines.feed(Slice.of(piece, 0, read));
            if (gathered.size() >= BATCH_BYTES || in.available() == 0) {
                flush();
            }
        }
    }

    private void flush() throws InterruptedException {
        if (gathered.count() > 0) {
            redelivery.offer(gathered.build(), deadline::isOver);
            redelivery.awaitSafe(MAX_IN_FLIGHT, deadline::isOver);
        }
    }
}
