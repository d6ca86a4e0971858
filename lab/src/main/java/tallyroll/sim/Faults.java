package tallyroll.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Decides when something goes wrong, keeps what lands late, and writes the trace. Everything comes from one generator. */
final class Faults {
    private final RandomGenerator random;
    private final List<Runnable> late = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final Set<Off> off;
    private final double rate;
    private int left;

    /** @param max faults of a world; after that all is well, so that it comes to rest */
    Faults(RandomGenerator random, int max, Set<Off> off) {
        this.random = random;
        this.off = off;
        left = max;
        rate = 0.005 + random.nextDouble() * 0.08;
    }

    boolean off(Off rule) {
        return off.contains(rule);
    }

    Set<Off> off() {
        return off;
    }

    RandomGenerator random() {
        return random;
    }

    /** Whether something goes wrong here and now. */
    boolean fails(Host host) {
        if (left <= 0 || host.faultless() || random.nextDouble() >= rate) {
            return false;
        }
        left--;
        return true;
    }

    void cease() {
        left = 0;
    }

    void say(String line) {
        trace.add(line);
    }

    List<String> trace() {
        return trace;
    }

    /** Something that lands some time later, or never. */
    void later(String what, Runnable landing) {
        say("  to land late: " + what);
        if (random.nextInt(8) > 0) {
            late.add(() -> {
                say("  lands late: " + what);
                landing.run();
            });
        }
    }

    /** Lets some of what is late land, in any order. */
    void land(int max) {
        for (int n = 0; n < max && !late.isEmpty(); n++) {
            late.remove(random.nextInt(late.size())).run();
        }
    }
}
