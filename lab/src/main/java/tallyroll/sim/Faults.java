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
    private final double inFlight;
    private int left;
    private int landing;

    /** @param max faults of a world; after that all is well, so that it comes to rest */
    Faults(RandomGenerator random, int max, Set<Off> off) {
        this.random = random;
        this.off = off;
        left = max;
        rate = 0.005 + random.nextDouble() * 0.08;
        inFlight = random.nextBoolean() ? 0 : random.nextDouble() * 0.3;
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

    /** Whether a write is under way for a while, with nothing wrong about it. */
    boolean takesTime() {
        return inFlight > 0 && random.nextDouble() < inFlight;
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
            onItsWay(() -> {
                say("  lands late: " + what);
                landing.run();
            });
        }
    }

    /** Something that lands some time later for certain. */
    void onItsWay(Runnable landing) {
        late.add(landing);
    }

    /** Whether nothing is on its way. */
    boolean quiet() {
        return late.isEmpty();
    }

    /** Lets some of what is late land, in any order. */
    void land(int max) {
        landing++;
        for (int n = 0; n < max && !late.isEmpty(); n++) {
            late.remove(random.nextInt(late.size())).run();
        }
        landing--;
    }

    /** Whether something is landing now, so that the one on whose thread it does is not the one whose work it is. */
    boolean landing() {
        return landing > 0;
    }
}
