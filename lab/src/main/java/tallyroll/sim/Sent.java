package tallyroll.sim;

/** One record of the simulated topic; no two are the same, whatever they say. */
final class Sent {
    private final byte[] raw;
    private final Fact fact;
    private final Log log;

    /**
     * @param fact what it says; null where it is no event
     * @param log where it was published to
     */
    Sent(byte[] raw, Fact fact, Log log) {
        this.raw = raw;
        this.fact = fact;
        this.log = log;
    }

    byte[] raw() {
        return raw;
    }

    Fact fact() {
        return fact;
    }

    Log log() {
        return log;
    }
}
