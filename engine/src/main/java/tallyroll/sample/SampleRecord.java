package tallyroll.sample;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A record as it would be in a topic.
 *
 * @param headers the last of each name; empty where it was read from a file
 * @param millis when it was made or taken by the broker; empty where it was read from a file
 */
public record SampleRecord(byte[] value, Optional<byte[]> key, Map<String, byte[]> headers, OptionalLong millis) {
    public SampleRecord {
        headers = Map.copyOf(headers);
    }

    static SampleRecord of(byte[] value) {
        return new SampleRecord(value, Optional.empty(), Map.of(), OptionalLong.empty());
    }

    SampleRecord withValue(byte[] other) {
        return new SampleRecord(other, key, headers, millis);
    }
}
