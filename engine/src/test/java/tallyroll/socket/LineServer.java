package tallyroll.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that sends lines to whoever connects, one connection at a time. */
final class LineServer implements AutoCloseable {
    private final ServerSocket listening;
    private Socket connection;

    /** @param port 0 for a free one */
    LineServer(int port) throws IOException {
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    int port() {
        return listening.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** Waits for a connection. */
    LineServer accept() throws IOException {
        connection = listening.accept();
        return this;
    }

    LineServer send(String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Ends the connection after what was sent, and listens on. */
    LineServer hangUp() throws IOException {
        connection.close();
        return this;
    }

    /** Breaks the connection off, so that the other side sees a reset and not an end. */
    void breakOff() throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
        }
        listening.close();
    }
}
