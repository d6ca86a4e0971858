package tallyroll.server;

import java.io.IOException;
import java.util.Arrays;

/**
 * The main class of a server that must not outlive its parent: ends the JVM when standard input ends, which the kernel
 * ensures even if the parent is killed; otherwise runs the main class named first. It uses no other class on purpose: nothing
 * else of ours is loaded into the server.
 */
final class ParentDeathWatch {
    private ParentDeathWatch() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(ParentDeathWatch::watch, "parent-death-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written; only the end counts.
            }
        } catch (IOException gone) {
            // The pipe is gone, and the parent with it.
        }
        Runtime.getRuntime().halt(1);
    }
}
