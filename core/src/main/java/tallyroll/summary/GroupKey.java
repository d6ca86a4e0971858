package tallyroll.summary;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The values of a rollup's {@code by} fields as canonical bytes, equal exactly where the values are equal. {@link GroupCodec}
 * reads and writes them.
 */
public record GroupKey(byte[] bytes) implements Comparable<GroupKey> {
    @Override
    public boolean equals(Object other) {
        return other instanceof GroupKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public int compareTo(GroupKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
