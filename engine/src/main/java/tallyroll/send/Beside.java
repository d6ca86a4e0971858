package tallyroll.send;

import java.util.List;

/**
 * What goes beside an event's bytes in a Kafka record.
 *
 * @param key null for none
 * @param timestampMillis when it was made; negative: the broker's or the producer's time
 */
public record Beside(byte[] key, List<Header> headers, long timestampMillis) {
    public Beside {
        headers = List.copyOf(headers);
    }

    /** A header of a record. */
    public record Header(String name, byte[] value) {}
}
