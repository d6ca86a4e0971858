package tallyroll.publish;

/**
 * One record for the topic.
 *
 * @param partition the partition it goes to
 * @param value its bytes; null for a record without a value
 */
public record Message(int partition, byte[] value) {}
