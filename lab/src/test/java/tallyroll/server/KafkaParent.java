package tallyroll.server;

import java.nio.file.Path;

/** A process that starts a broker, prints that it has, and waits to be killed. */
final class KafkaParent {
    private KafkaParent() {}

    public static void main(String[] args) throws InterruptedException {
        LocalServer kafka = LocalServers.onFreePorts(Path.of(args[0])).kafka();
        kafka.start(Lifetime.WITH_THIS_PROCESS);
        kafka.awaitReady();
        System.out.println("started");
        Thread.currentThread().join();
    }
}
