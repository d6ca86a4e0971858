package tallyroll.decode;

/**
 * Why a record cannot become an event. The codes are stable: they are stored with dead letters, counted in metrics and listed
 * in the reference.
 */
public enum RejectCode {
    /** The record is longer than the definition's limit, or the values that make its group are longer than a key may be. */
    TOO_LONG("too-long"),
    /** The record is not one well-formed JSON object. */
    NOT_JSON("not-json"),
    /** The record is not one line of RFC 4180. */
    NOT_CSV("not-csv"),
    /** The record is not what the Avro schema that it was written with says. */
    NOT_AVRO("not-avro"),
    /** The record is not what Protobuf writes of the message that it is read as. */
    NOT_PROTOBUF("not-protobuf"),
    /** The schema registry does not know the schema that the record names, or has one that cannot be used. */
    UNKNOWN_SCHEMA("unknown-schema"),
    /** By Avro's rules the record's schema cannot be read as the definition's. */
    INCOMPATIBLE_SCHEMA("incompatible-schema"),
    /** The record's text is not valid UTF-8. */
    NOT_UTF8("not-utf8"),
    /** The record's bytes are no text in the definition's encoding. */
    NOT_ENCODED("not-encoded"),
    /** The record is not packed as the definition says. */
    NOT_COMPRESSED("not-compressed"),
    /** The line does not match the definition's pattern. */
    NO_MATCH("no-match"),
    /** Objects and arrays are nested deeper than 64 levels. */
    TOO_DEEP("too-deep"),
    /** The line has more or fewer columns than are declared. */
    WRONG_COLUMNS("wrong-columns"),
    /** A value is not of its field's type. */
    WRONG_TYPE("wrong-type"),
    /** A number or time does not fit its field's type. */
    OUT_OF_RANGE("out-of-range"),
    /** A number has more fraction digits than its field keeps. */
    NOT_EXACT("not-exact"),
    /** The text is not a time in the field's format, or no such date exists. */
    BAD_TIME("bad-time"),
    /** A value is missing or null where one is required. */
    MISSING_FIELD("missing-field"),
    /** The expression of a derived field or of a condition has no value for this event. */
    EXPRESSION_FAILED("expression-failed"),
    /** The record is not in the envelope that the definition names, or what the envelope must say is missing or wrong. */
    BAD_ENVELOPE("bad-envelope"),
    /** The envelope is well-formed and about no row: a truncated table, a heartbeat, a transaction, a change of the schema. */
    NOT_A_ROW("not-a-row"),
    /** An update changes the fields of the id, so it is about two identities. */
    ID_CHANGED("id-changed"),
    /** The event is larger than what the store takes in one write. */
    TOO_LARGE("too-large"),
    /** The event time lies outside the definition's bounds. */
    IMPLAUSIBLE_TIME("implausible-time");

    private final String code;

    RejectCode(String code) {
        this.code = code;
    }

    /** The stable name, such as {@code missing-field}. */
    public String code() {
        return code;
    }

    /** A refusal for this reason. */
    public Decoding because(String reason) {
        return new Decoding(code, reason);
    }
}
