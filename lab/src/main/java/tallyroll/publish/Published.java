package tallyroll.publish;

/**
 * What a feed returned. The topic has {@code events + duplicates + broken} records.
 *
 * @param events distinct events
 * @param late those of them that came after events with a later event time
 * @param duplicates further copies of them
 * @param broken records that are not events
 */
public record Published(long events, long late, long duplicates, long broken) {
    public long records() {
        return events + duplicates + broken;
    }
}
