package tallyroll.faultinjection;

/** Everything is written; the commit never comes. */
record HoldBeforeCommit(FaultLog log) implements InjectedFault {
    @Override
    public void committing() {
        log.append("all written");
        FaultLog.holdForever();
    }
}
