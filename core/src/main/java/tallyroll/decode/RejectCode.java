package tallyroll.decode;

/**
 * Why a record cannot become an event. The codes are stable: they are stored with dead letters, counted in metrics and listed
 * in the reference.
 */
public enum RejectCode {
    TOO_LONG("too-long", "the record is longer than the definition's limit"),
    NOT_JSON("not-json", "the record is not one well-formed JSON object"),
    NOT_CSV("not-csv", "the record is not one line of RFC 4180"),
    NOT_UTF8("not-utf8", "the record's text is not valid UTF-8"),
    TOO_DEEP("too-deep", "objects and arrays are nested deeper than 64 levels"),
    WRONG_COLUMNS("wrong-columns", "the line has more or fewer columns than are declared"),
    WRONG_TYPE("wrong-type", "a value is not of its field's type"),
    OUT_OF_RANGE("out-of-range", "a number or time does not fit its field's type"),
    NOT_EXACT("not-exact", "a number has more fraction digits than its field keeps"),
    BAD_TIME("bad-time", "the text is not a time in the field's format, or no such date exists"),
    MISSING_FIELD("missing-field", "a value is missing or null where one is required"),
    EXPRESSION_FAILED("expression-failed", "the expression of a derived field failed");

    private final String code;
    private final String meaning;

    RejectCode(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The stable name, such as {@code missing-field}. */
    public String code() {
        return code;
    }

    /** What it says about the record, for the reference. */
    public String meaning() {
        return meaning;
    }

    Decoding because(String reason) {
        return new Decoding(code, reason);
    }
}
