package tallyroll.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One Artemis broker for all tests of a run, started for the first test that needs it. Each test uses queues and topics of its own. A test that
 * kills it starts its own.
 */
public final class TestBroker {
    private TestBroker() {}

    /** The broker of this run; not to be stopped. */
    public static LocalServer shared() {
        return Shared.BROKER;
    }

    /** Another one, which ends with this process unless the test stops it earlier. */
    public static LocalServer start(Path directory) {
        LocalServer broker = LocalServers.onFreePorts(directory).artemis();
        broker.start(Lifetime.WITH_THIS_PROCESS);
        broker.awaitReady();
        return broker;
    }

    private static final class Shared {
        private static final LocalServer BROKER = start();

        private static LocalServer start() {
            try {
                Path directory =
                        Files.createTempDirectory("tallyroll-test-broker-").toRealPath();
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(
                                () -> LocalServers.onFreePorts(directory).wipe(), "clear-test-broker"));
                return TestBroker.start(directory);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }
}
