package tallyroll.flow;

import java.io.Serializable;

/**
 * An event of an identity that may stand in more than one record bucket.
 *
 * @param high with {@code low} its identity
 * @param bucket the record bucket it stands in, µs
 * @param batch the batch that recorded it; {@code partition} and {@code offset} where that batch read it
 * @param element which of the events of its record it is
 * @param revision what the revision field says, {@link Long#MIN_VALUE} where there is none
 * @param deletion whether it says that the identity counts nowhere
 * @param voids whether it says so for good
 */
public record Occurrence(
        long high,
        long low,
        long bucket,
        long batch,
        int partition,
        long offset,
        int element,
        long revision,
        boolean deletion,
        boolean voids)
        implements Serializable {}
