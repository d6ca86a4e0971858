package tallyroll.command;

import org.apache.spark.util.SignalUtils;

/** SIGTERM and Ctrl-C: the first asks to stop in order, the second is the JVM's own and stops at once. */
final class Signals {
    private Signals() {}

    static void onFirst(Runnable stop) {
        for (String signal : new String[] {"TERM", "INT"}) {
            boolean[] asked = new boolean[1];
            SignalUtils.register(signal, () -> {
                boolean first = !asked[0];
                asked[0] = true;
                if (first) {
                    stop.run();
                }
                return first;
            });
        }
    }
}
