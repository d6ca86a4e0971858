package tallyroll.command;

import java.time.Duration;
import tallyroll.cli.Console;
import tallyroll.client.ClientEvents;
import tallyroll.client.Totals;

/** Prints what a client has done so far, every few seconds. */
final class ClientLines implements ClientEvents {
    private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final Console console;
    private long printedNanos = System.nanoTime();

    ClientLines(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void counted(Totals totals) {
        if (System.nanoTime() - printedNanos >= EVERY_NANOS) {
            printedNanos = System.nanoTime();
            console.note(totals.message());
        }
    }

    @Override
    public synchronized void notice(String line) {
        console.note(line);
    }
}
