package tallyroll.decode;

/**
 * What came of decoding a record: the event, or a stated reject.
 *
 * @param code a stable name of the reason such as {@code not-json}, {@code missing-field}, {@code wrong-type}, {@code too-long}; empty when decoded
 * @param reason the whole sentence: field, value seen, rule
 */
public record Decoding(String code, String reason) {
    public static final Decoding OK = new Decoding("", "");

    /** Of a record that has no bytes to decode. */
    public static final Decoding NO_VALUE =
            new Decoding("no-value", "the record has no value (a Kafka tombstone); an event needs one");

    public boolean ok() {
        return code.isEmpty();
    }
}
