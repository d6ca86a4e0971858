package tallyroll.sample;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records as a topic would hold them.
 *
 * @param origin what they were read from, as people call it: {@code topic "rentals" at localhost:9092}
 * @param extent how they were chosen, for people: {@code the first 1,000 records}
 * @param records never empty
 * @param remarks whole sentences about what was met while reading
 */
public record Sample(String origin, String extent, List<SampleRecord> records, List<String> remarks) {
    public Sample {
        records = List.copyOf(records);
        remarks = List.copyOf(remarks);
        if (records.isEmpty()) {
            throw new SampleException("Cannot sample " + origin + ": it holds no events. Put some there first, for"
                    + " a definition is made of what they look like.");
        }
    }

    /** The records without those whose value equals an earlier one byte for byte, and whose headers do not tell them apart. */
    List<SampleRecord> distinct() {
        Map<List<ByteBuffer>, SampleRecord> distinct = new LinkedHashMap<>();
        records.forEach(record -> distinct.putIfAbsent(
                List.of(ByteBuffer.wrap(record.value()), ByteBuffer.wrap(EnvelopeShape.binaryId(record))), record));
        return List.copyOf(distinct.values());
    }

    /** The same with other values, one for each record. */
    Sample withValues(List<byte[]> values) {
        List<SampleRecord> changed = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            changed.add(records.get(i).withValue(values.get(i)));
        }
        return new Sample(origin, extent, changed, remarks);
    }

    int longest() {
        return records.stream().mapToInt(record -> record.value().length).max().orElseThrow();
    }
}
