package tallyroll.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import tallyroll.tls.Certificates;
import tallyroll.tls.KeyFiles;

/** Speaks TLS, and passes what is inside on to a server. */
public final class TlsFront implements AutoCloseable {
    private final SSLServerSocket socket;
    private final int serverPort;

    private TlsFront(LocalServer server, SSLContext context, boolean asksForCertificate) throws IOException {
        serverPort = server.port();
        socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(asksForCertificate);
        thread(this::accept);
    }

    /** With these certificates of its own. */
    public static TlsFront of(LocalServer server, Certificates own) throws Exception {
        return new TlsFront(server, files(Optional.empty(), own).context(), false);
    }

    /** As {@link #of}, for clients that show this certificate. */
    public static TlsFront askingFor(Path client, LocalServer server, Certificates own) throws Exception {
        return new TlsFront(server, files(Optional.of(client), own).context(), true);
    }

    private static KeyFiles files(Optional<Path> trusted, Certificates own) throws Exception {
        return new KeyFiles(
                trusted.map(path -> new KeyFiles.File(path, "")),
                Optional.of(new KeyFiles.File(own.both(), "")),
                Optional.empty());
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                thread(() -> pass(client, server));
                thread(() -> pass(server, client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException ended) {
            // one of the two has gone, so the other is closed too
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "tls-front");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
