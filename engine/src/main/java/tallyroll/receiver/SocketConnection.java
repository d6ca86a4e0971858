package tallyroll.receiver;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** One server's lines: connects, reads, hands on, and connects again. One thread. */
final class SocketConnection implements Runnable {
    private static final int CONNECT_MILLIS = 5_000;

    /** How often a silent connection is left to look after what was offered. */
    private static final int LOOK_MILLIS = 500;

    private static final int READ_BYTES = 32 << 10;
    private static final int PARCEL_BYTES = 64 << 10;

    private final Address address;
    private final ReceiverContext reception;
    private final ShutdownDeadline closing;
    private final Backoff pauses;
    private final Delivery delivery;
    private final EventBatch.Builder gathered = EventBatch.builder();
    private final LineSplitter lines;

    SocketConnection(
            Address address, ReceiverContext reception, ShutdownDeadline closing, Backoff pauses, Delivery delivery) {
        this.address = address;
        this.reception = reception;
        this.closing = closing;
        this.pauses = pauses;
        this.delivery = delivery;
        lines = new LineSplitter(reception.examiner().mostBytes(), gathered::add);
    }

    @Override
    public void run() {
        try {
            while (!closing.hasBegun()) {
                attempt();
            }
            long lost = delivery.finish();
            if (lost > 0) {
                reception.notice("stopped, and of the last " + lost + " lines of " + address
                        + " it is not known whether they are kept");
            }
        } catch (InterruptedException stopped) {
            reception.notice(
                    "stopped at once, and of the last lines of " + address + " it is not known whether they are kept");
        }
    }

    private void attempt() throws InterruptedException {
        String end;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            socket.setKeepAlive(true);
            socket.setSoTimeout(LOOK_MILLIS);
            reception.notice("connected to " + address);
            receive(socket.getInputStream());
            end = "the server closed it";
        } catch (IOException fault) {
            end = fault.getMessage();
        }
        flush();
        int broken = lines.drop();
        if (broken > 0) {
            reception.notice("the connection to " + address + " ended within a line; its first " + broken
                    + " bytes are left out, for they may read as another event");
        }
        if (!closing.hasBegun()) {
            Duration pause = pauses.next();
            reception.notice("no connection to " + address + ": " + end + "; the next attempt is in " + pause.toMillis()
                    + " ms");
            closing.pause(pause);
        }
    }

    /** Until the server has sent all, or this is to end. */
    private void receive(InputStream in) throws IOException, InterruptedException {
        byte[] piece = new byte[READ_BYTES];
        while (!closing.hasBegun()) {
            int read;
            try {
                read = in.read(piece);
            } catch (SocketTimeoutException silence) {
                delivery.settle();
                continue;
            }
            if (read < 0) {
                lines.end();
                return;
            }
            pauses.reset();
            lines.feed(piece, 0, read);
            if (gathered.size() >= PARCEL_BYTES || in.available() == 0) {
                flush();
            }
        }
    }

    private void flush() throws InterruptedException {
        if (gathered.count() > 0) {
            delivery.hand(gathered.build());
        }
    }
}
