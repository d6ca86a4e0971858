package tallyroll.sample;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Values that the producing program packed itself.
 *
 * @param unpacked the sample with what is in them
 * @param compression as definitions have it; empty where they are not packed
 */
record PackedValues(Sample unpacked, String compression) {
    private static final int MOST_BYTES = 64 << 20;

    static PackedValues of(Sample sample) {
        Set<String> packings = new TreeSet<>();
        List<byte[]> values = new ArrayList<>();
        int left = MOST_BYTES;
        for (SampleRecord record : sample.records()) {
            String packing = packing(record.value());
            byte[] value = packing.isEmpty() ? record.value() : unpack(record.value(), packing, left);
            left -= packing.isEmpty() ? 0 : value.length;
            packings.add(packing);
            values.add(value);
        }
        if (packings.equals(Set.of(""))) {
            return new PackedValues(sample, "");
        }
        return new PackedValues(
                sample.withValues(values),
                packings.size() == 1 ? packings.iterator().next() : "auto");
    }

    private static String packing(byte[] value) {
        if (value.length > 4 && value[0] == 0x1F && value[1] == (byte) 0x8B) {
            return "gzip";
        }
        boolean zstd = value.length > 4
                && value[0] == 0x28
                && value[1] == (byte) 0xB5
                && value[2] == 0x2F
                && value[3] == (byte) 0xFD;
        return zstd ? "zstd" : "";
    }

    /** What is in it, or the value itself where that cannot be told or is too much. */
    private static byte[] unpack(byte[] value, String packing, int most) {
        try (InputStream in = packing.equals("gzip")
                ? new GZIPInputStream(new ByteArrayInputStream(value))
                : new ZstdInputStream(new ByteArrayInputStream(value))) {
            byte[] unpacked = in.readNBytes(most + 1);
            return unpacked.length > most ? value : unpacked;
        } catch (IOException broken) {
            return value;
        }
    }
}
