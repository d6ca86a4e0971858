package tallyroll.server;

import java.util.random.RandomGenerator;

/** A port on 127.0.0.1 that is free now, from a range that systems do not use for outgoing connections. */
public final class FreePort {
    private FreePort() {}

    public static int any() {
        return Ports.anyFree(RandomGenerator.getDefault());
    }
}
