package tallyroll.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.random.RandomGenerator;

/**
 * Where a server listens, both on 127.0.0.1.
 *
 * @param client for clients
 * @param internal for the server's own peers
 */
record Ports(int client, int internal) {
    /** Below the range that systems use for outgoing connections, so that a restart finds its port free. */
    private static final int FIRST = 20_000;

    private static final int BOUND = 32_000;

    /** Two free ports; the first is the preferred one if that is free. */
    static Ports choose(int preferred, RandomGenerator random) {
        int client = isFree(preferred) ? preferred : anyFree(random);
        int internal = anyFree(random);
        while (internal == client) {
            internal = anyFree(random);
        }
        return new Ports(client, internal);
    }

    boolean areFree() {
        return isFree(client) && isFree(internal);
    }

    /** These, or another in place of one that somebody else uses now. */
    Ports orOthers(RandomGenerator random) {
        return new Ports(isFree(client) ? client : anyFree(random), isFree(internal) ? internal : anyFree(random));
    }

    static int anyFree(RandomGenerator random) {
        while (true) {
            int port = random.nextInt(FIRST, BOUND);
            if (isFree(port)) {
                return port;
            }
        }
    }

    /** Port 0, "no preference", is never free. */
    private static boolean isFree(int port) {
        if (port == 0) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers do; otherwise lingering connections of an earlier run would count as in use.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
