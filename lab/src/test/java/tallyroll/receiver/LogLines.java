package tallyroll.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The log lines of a receiver, to be awaited. */
public final class LogLines implements Consumer<String> {
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private final List<String> sentences = new ArrayList<>();

    @Override
    public synchronized void accept(String message) {
        sentences.add(message);
        notifyAll();
    }

    public synchronized void await(String part) throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (sentences.stream().noneMatch(message -> message.contains(part))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no log line with \"" + part + "\" among " + sentences);
            }
            wait(100);
        }
    }

    public synchronized List<String> all() {
        return List.copyOf(sentences);
    }
}
