package tallyroll.record;

/**
 * A record that could not be decoded: its bytes, where it came from, and why.
 *
 * @param batch the batch that met it
 * @param source the topic or log; {@code partition} and {@code offset} where in it
 * @param code a stable name of the reason, {@code not-json}, {@code missing-field} …
 * @param reason the whole sentence
 */
public record DeadLetter(
        long batch, String source, int partition, long offset, String code, String reason, byte[] payload) {}
