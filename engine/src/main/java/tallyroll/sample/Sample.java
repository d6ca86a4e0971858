package tallyroll.sample;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Records as they would be the values of a topic.
 *
 * @param origin what they were read from, as people call it: {@code topic "rentals" at localhost:9092}
 * @param extent how they were chosen, for people: {@code the first 1,000 records}
 * @param records never empty
 * @param remarks whole sentences about what was met while reading
 */
public record Sample(String origin, String extent, List<byte[]> records, List<String> remarks) {
    public Sample {
        records = List.copyOf(records);
        remarks = List.copyOf(remarks);
        if (records.isEmpty()) {
            throw new SampleException("Cannot sample " + origin + ": it holds no events. Put some there first, for"
                    + " a definition is made of what they look like.");
        }
    }

    /** The records without those that equal an earlier one byte for byte. */
    List<byte[]> distinct() {
        Set<ByteBuffer> distinct = new LinkedHashSet<>();
        records.forEach(record -> distinct.add(ByteBuffer.wrap(record)));
        return distinct.stream().map(ByteBuffer::array).toList();
    }
}
