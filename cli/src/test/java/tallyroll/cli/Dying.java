package tallyroll.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that ends in one of several ways, for {@link LastWordsTest}. */
final class Dying {
    private static final List<byte[]> HOARD = new ArrayList<>();

    private Dying() {}

    public static void main(String[] args) {
        Console console = Console.ofProcess();
        LastWords.prepare(console, Duration.ofSeconds(1));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.err.println("hooks run");
            console.note("brought down with it");
        }));
        switch (args[0]) {
            case "memory" -> new Thread(Dying::hoard, "hoarder").start();
            case "caught" -> LastWords.dieOf(new StackOverflowError());
            case "hanging" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(Dying::hang, "closes for ever"));
                new Thread(Dying::hoard, "hoarder").start();
            }
            case "late" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(Dying::hang, "closes for ever"));
                LastWords.exit(ExitCode.FENCED);
            }
            default -> LastWords.exit(ExitCode.RIGHT);
        }
        if (!args[0].equals("right")) {
            hang();
        }
    }

    private static void hoard() {
        while (true) {
            HOARD.add(new byte[1 << 16]);
        }
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
