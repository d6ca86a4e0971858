package tallyroll.faultinjection;

/** Stops for ever between the claim and everything else. */
record HoldAfterClaim(FaultLog log) implements InjectedFault {
    @Override
    public void claimed() {
        log.append("claimed");
        FaultLog.holdForever();
    }
}
