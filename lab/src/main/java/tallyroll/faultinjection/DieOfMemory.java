package tallyroll.faultinjection;

/** The process has no memory, for real: in the task that has just recorded its events, or in the driver that is about to commit. */
record DieOfMemory(FaultLog log, Where where) implements InjectedFault {
    enum Where {
        TASK,
        DRIVER
    }

    @Override
    public void recording(Runnable finish) {
        finish.run();
        if (where == Where.TASK) {
            die();
        }
    }

    @Override
    public void committing() {
        if (where == Where.DRIVER) {
            die();
        }
    }

    private void die() {
        log.append("out of memory in the " + where);
        long[][] more = new long[Integer.MAX_VALUE / 2][];
        for (int i = 0; i < more.length; i++) {
            more[i] = new long[Integer.MAX_VALUE / 2];
        }
        throw new IllegalStateException("this heap has no end");
    }
}
