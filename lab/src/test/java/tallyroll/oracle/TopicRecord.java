package tallyroll.oracle;

/**
 * A record as it is stored on the topic.
 *
 * @param value its bytes, null where it has none
 */
public record TopicRecord(int partition, long offset, byte[] value) {}
