package tallyroll.control;

/** What came of asking for a pipeline's lease. */
public sealed interface Acquisition {
    /** The lease is ours; {@code driver} may claim. */
    record Acquired(LeaseHolder driver) implements Acquisition {}

    /** Another driver holds it until {@code untilMicros}, unless it renews. */
    record Held(String holder, long untilMicros) implements Acquisition {}
}
