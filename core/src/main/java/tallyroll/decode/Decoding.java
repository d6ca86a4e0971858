package tallyroll.decode;

/**
 * What came of decoding a record: the event, or a stated reject.
 *
 * @param code a stable name of the reason such as {@code not-json}, {@code missing-field}, {@code wrong-type}, {@code too-long}; empty when decoded
 * @param reason the whole sentence: field, value seen, rule
 */
public record Decoding(String code, String reason) {
    private static final String IGNORED = "ignored";

    public static final Decoding OK = new Decoding("", "");

    /** Of a line of CSV that names the columns, where the definition says that there are such. */
    static final Decoding HEADER = new Decoding(IGNORED, "the line names the columns");

    /** Of a record that has no bytes to decode, where the definition says that it means nothing. */
    static final Decoding TOMBSTONE = new Decoding(IGNORED, "the record has no value (a Kafka tombstone)");

    /** Of a record that has no bytes to decode. */
    public static final Decoding NO_VALUE =
            new Decoding("no-value", "the record has no value (a Kafka tombstone); an event needs one");

    public boolean ok() {
        return code.isEmpty();
    }

    /** Whether the record is, by the definition, neither event nor mistake: it is passed over, as if its position held nothing. */
    public boolean ignored() {
        return code.equals(IGNORED);
    }
}
