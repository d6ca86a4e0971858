package tallyroll.protobuf;

/** What stands before a message. */
enum ProtobufFraming {
    /** Nothing. */
    NONE("none"),
    /** A zero, the id of a schema in a registry, and which message of its file it is. */
    CONFLUENT("confluent");

    private final String label;

    ProtobufFraming(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
