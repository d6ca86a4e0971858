package tallyroll.client;

/**
 * What a client has done since it was started; {@code read = counted + deadLetters}. They end with the process: nothing that
 * survives it knows what a client without Spark has counted.
 *
 * @param read events received and got through
 * @param counted those that were folded into increments, also where no rollup wanted them
 * @param deadLetters those that could not be decoded
 * @param increments counter rows added to: what coalescing makes fewer
 * @param unknown additions to some rows of a partition of which the store did not say whether they were done
 */
public record Totals(long read, long counted, long deadLetters, long increments, long unknown) {
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0);

    public Totals plus(Totals other) {
        return new Totals(
                read + other.read,
                counted + other.counted,
                deadLetters + other.deadLetters,
                increments + other.increments,
                unknown + other.unknown);
    }

    /** For people: {@code read 1,000 = counted 990 + dead letters 10; 1,204 increments, 0 of unknown outcome}. */
    public String message() {
        return "read %,d = counted %,d + dead letters %,d; %,d increments, %,d of unknown outcome"
                .formatted(read, counted, deadLetters, increments, unknown);
    }
}
