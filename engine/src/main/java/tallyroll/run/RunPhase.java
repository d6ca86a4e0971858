package tallyroll.run;

/** What a run is at, in the order in which they come first. */
public enum RunPhase {
    CONNECTING("connecting"),
    WAITING_FOR_LEASE("asking for the lease"),
    STARTING_SPARK("starting Spark"),
    RUNNING("starting the stream");

    private final String words;

    RunPhase(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
