package tallyroll.sim;

/** A process or one attempt of a task in it: what it runs on can die under it. */
final class Host {
    private final String name;
    private final Host parent;
    private final boolean faultless;
    private boolean dead;
    private boolean failed;

    private Host(String name, Host parent, boolean faultless) {
        this.name = name;
        this.parent = parent;
        this.faultless = faultless;
    }

    static Host process(String name) {
        return new Host(name, null, false);
    }

    /** An attempt of a task: it can fail alone, and dies with its process. */
    Host attempt(String task, int number) {
        return new Host(name + "/" + task + "#" + number, this, faultless);
    }

    /** Work of a dead or failed host that goes on somewhere, unseen and untouched. */
    static Host ghost(String name) {
        return new Host("ghost of " + name, null, true);
    }

    boolean faultless() {
        return faultless;
    }

    /** Every port call begins here: nothing reaches a store from a host that is gone. */
    void alive() {
        if (parent != null) {
            parent.alive();
        }
        if (dead) {
            throw new Crash(name);
        }
        if (failed) {
            throw new TaskFailure(name);
        }
    }

    /** Kills the whole process. */
    Crash crash() {
        Host process = this;
        while (process.parent != null) {
            process = process.parent;
        }
        process.dead = true;
        return new Crash(name);
    }

    /** Fails this attempt of its task, or the process where there is no task. */
    RuntimeException fail() {
        if (parent == null) {
            return crash();
        }
        failed = true;
        return new TaskFailure(name);
    }

    @Override
    public String toString() {
        return name;
    }

    /** The process is gone, {@code kill -9}. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash(String who) {
            super(who + " crashed", null, false, false);
        }
    }

    /** An attempt of a task failed. */
    static final class TaskFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TaskFailure(String who) {
            super(who + " failed", null, false, false);
        }
    }
}
