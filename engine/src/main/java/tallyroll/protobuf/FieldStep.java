package tallyroll.protobuf;

/**
 * What is done with a field of a message: its value is noted where a field of the definition reads it, or passed over. A step knows what
 * it has seen of the message in hand, so it belongs to one decoder.
 */
interface FieldStep {
    /** Nothing stands here; forgets what did. */
    void clear();

    /** The message around begins: what is not written has its default. */
    void begin();

    /** A value stands here that has no bytes, as in an entry of a map. */
    void empty();

    /**
     * Reads the value of a field whose tag was read.
     *
     * @return whether it is one of the field's; else it is passed over, as fields that are not known are
     */
    boolean read(WireInput in, int tag);
}
