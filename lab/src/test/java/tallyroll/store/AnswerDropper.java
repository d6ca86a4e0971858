package tallyroll.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A relay before a node that loses answers: the next requests that carry a marker reach the node, are carried out and answered,
 * and then the connection breaks before the answer arrives.
 */
final class AnswerDropper implements AutoCloseable {
    private final ServerSocket door;
    private final int nodePort;
    private final String marker;
    private final AtomicInteger toCut = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    AnswerDropper(String contactPoint, String marker) throws IOException {
        nodePort = Integer.parseInt(contactPoint.substring(contactPoint.lastIndexOf(':') + 1));
        this.marker = marker;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String contactPoint() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    void cutNext(int answers) {
        toCut.set(answers);
    }

    int cut() {
        return cut.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket node = new Socket(InetAddress.getLoopbackAddress(), nodePort);
                sockets.add(client);
                sockets.add(node);
                Connection connection = new Connection(client, node);
                start(connection::requests);
                start(connection::answers);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "answer-splitter");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Connection {
        private final Socket client;
        private final Socket node;
        private volatile boolean cutting;

        Connection(Socket client, Socket node) {
            this.client = client;
            this.node = node;
        }

        void requests() {
            relay(client, node, true);
        }

        void answers() {
            relay(node, client, false);
        }

        private void relay(Socket from, Socket to, boolean request) {
            byte[] buffer = new byte[1 << 20];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    if (request && marked(buffer, length) && toCut.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        cutting = true;
                    }
                    if (!request && cutting) {
                        cut.incrementAndGet();
                        return;
                    }
                    to.getOutputStream().write(buffer, 0, length);
                }
            } catch (IOException closed) {
                // the other direction ended first
            }
        }

        private boolean marked(byte[] buffer, int length) {
            return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(marker);
        }
    }
}
