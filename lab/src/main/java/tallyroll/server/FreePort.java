package tallyroll.server;

import java.util.random.RandomGenerator;

/** A port on 127.0.0.1 that nobody has now, from the range in which systems lend none to outgoing connections. */
public final class FreePort {
    private FreePort() {}

    public static int any() {
        return Ports.anyFree(RandomGenerator.getDefault());
    }
}
