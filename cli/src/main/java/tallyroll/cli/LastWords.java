package tallyroll.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tallyroll.pipeline.HiddenTexts;

/**
 * How the process ends, whatever ends it: in order and within {@link #LIMIT}, or else at once.
 *
 * <p>After an error such as no memory any thread may be dead that others wait for: a shutdown hook that closes a connection, say. So
 * the first such error, on whatever thread, is said in a sentence and ends the process, and a process that does not end in time is
 * halted. All that is needed for that exists before, for there may be no memory for it then.
 */
public final class LastWords {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static final AtomicReference<LastWords> OF_THIS_PROCESS = new AtomicReference<>();

    private final Console console;
    private final Duration limit;
    private final AtomicReference<Throwable> error = new AtomicReference<>();
    private final CountDownLatch dying = new CountDownLatch(1);
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean said;
    private volatile ExitCode code = ExitCode.DIED;

    private LastWords(Console console, Duration limit) {
        this.console = console;
        this.limit = limit;
    }

    /** From now on errors that nobody catches end the process. Without this, as in a test or inside another program, they do not. */
    static void prepare(Console console) {
        prepare(console, LIMIT);
    }

    static void prepare(Console console, Duration limit) {
        LastWords words = new LastWords(console, limit);
        OF_THIS_PROCESS.set(words);
        HiddenTexts.withoutSecrets(""); // its class is loaded while there is memory
        daemon("tallyroll-last-words", words::exitWhenDying);
        daemon("tallyroll-deadline", words::haltWhenLate);
        Thread.setDefaultUncaughtExceptionHandler(words::uncaught);
        Runtime.getRuntime().addShutdownHook(new Thread(words.ending::countDown, "tallyroll-ending"));
    }

    /** An error of this process ended a part of it, so the whole has to end. May be called from any thread, and more than once. */
    public static void dieOf(Throwable error) {
        LastWords words = OF_THIS_PROCESS.get();
        if (words != null && words.error.compareAndSet(null, error)) {
            words.dying.countDown();
        }
    }

    /** Whether they are said: what else fails now fails by that, and is not to be read. */
    static boolean said() {
        LastWords words = OF_THIS_PROCESS.get();
        return words != null && words.said;
    }

    /** Ends the process. */
    static void exit(ExitCode code) {
        LastWords words = OF_THIS_PROCESS.get();
        if (words.error.get() == null) {
            words.code = code;
        }
        words.ending.countDown();
        System.exit(words.code.number());
    }

    /** What people read of an error. */
    static String of(Throwable error) {
        String rest = " Nothing is lost: a batch in hand stays claimed, and the next run runs it again.";
        if (error instanceof OutOfMemoryError) {
            return "Out of memory (" + error.getMessage() + ") with a heap of "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MB. Give it more, such as TALLYROLL_JAVA_OPTS=-Xmx8g, or make batches smaller." + rest;
        }
        return "Ended by an error of the process: " + error + "." + rest;
    }

    private void uncaught(Thread thread, Throwable thrown) {
        if (thrown instanceof Error) {
            dieOf(thrown);
        } else if (console.debugging()) {
            thrown.printStackTrace(console.err());
        }
    }

    private void exitWhenDying() {
        if (given(dying)) {
            ending.countDown();
            said = true;
            if (console.debugging()) {
                error.get().printStackTrace(console.err());
            }
            console.err().println(of(error.get()));
            console.err().flush();
            System.exit(ExitCode.DIED.number());
        }
    }

    private void haltWhenLate() {
        if (given(ending)) {
            try {
                TimeUnit.MILLISECONDS.sleep(limit.toMillis());
            } catch (InterruptedException nobodyDoesThat) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(code.number());
        }
    }

    private static boolean given(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
