package tallyroll.avro;

/** By Avro's rules, records of one schema cannot be read as another. */
final class IncompatibleSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    IncompatibleSchemaException(String message) {
        super(message);
    }
}
