package tallyroll.publish;

/**
 * What a feed gave out. {@code events + duplicates + broken} records stand on the topic.
 *
 * @param events distinct events
 * @param late those of them that came after events of a later time
 * @param duplicates further copies of them
 * @param broken records that are no event
 */
public record Published(long events, long late, long duplicates, long broken) {
    public long records() {
        return events + duplicates + broken;
    }
}
