package tallyroll.decode;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import tallyroll.bytes.Slice;
import tallyroll.event.Payload.Compression;

/**
 * Unpacks a record's value. Bounded by the longest record that is accepted, whatever the packed bytes announce, and in what they make a
 * decompressor allocate. Not thread-safe.
 */
final class Unpacker {
    /** 8 MB: what every decompressor of Zstandard is asked to support; a frame may ask for 2 GB. */
    private static final int MAX_ZSTD_WINDOW_LOG = 23;

    private final Compression compression;
    private final int maxBytes;
    private final Gunzip gunzip = new Gunzip();
    private final UnpackedBytes unpacked;

    /** @param maxBytes the longest record that is accepted, unpacked */
    Unpacker(Compression compression, int maxBytes) {
        this.compression = compression;
        this.maxBytes = maxBytes;
        unpacked = new UnpackedBytes(maxBytes);
    }

    /** Moves the slice to what was packed, which stays valid until the next call. */
    Decoding unpack(Slice raw) {
        Compression packed = compression == Compression.AUTO ? told(raw) : compression;
        if (packed == Compression.NONE) {
            return Decoding.OK;
        }
        unpacked.clear();
        String fault = packed == Compression.GZIP ? gunzip.unpack(raw, unpacked) : zstd(raw, unpacked);
        if (unpacked.tooLong()) {
            return RejectCode.TOO_LONG.because("the record has " + raw.length() + " bytes packed and more than "
                    + maxBytes + " unpacked; at most " + maxBytes + " are accepted");
        }
        if (!fault.isEmpty()) {
            return RejectCode.NOT_COMPRESSED.because("the record is not packed with "
                    + packed.name().toLowerCase(Locale.ROOT) + ", " + fault + ": " + Seen.bytes(raw));
        }
        raw.set(unpacked.array(), 0, unpacked.size());
        return Decoding.OK;
    }

    private static String zstd(Slice raw, UnpackedBytes out) {
        ByteArrayInputStream in = new ByteArrayInputStream(raw.array(), raw.from(), raw.length());
        try (ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(in)) {
            zstd.setLongMax(MAX_ZSTD_WINDOW_LOG);
            while (out.room()) {
                int read = zstd.read(out.array(), out.size(), out.free());
                if (read < 0) {
                    break;
                }
                out.added(read);
            }
            return raw.isEmpty() ? "it is empty" : "";
        } catch (IOException broken) {
            return broken.getMessage();
        }
    }

    private static Compression told(Slice raw) {
        byte[] bytes = raw.array();
        int from = raw.from();
        if (raw.length() >= 2 && bytes[from] == 0x1F && bytes[from + 1] == (byte) 0x8B) {
            return Compression.GZIP;
        }
        boolean zstd = raw.length() >= 4
                && bytes[from] == 0x28
                && bytes[from + 1] == (byte) 0xB5
                && bytes[from + 2] == 0x2F
                && bytes[from + 3] == (byte) 0xFD;
        return zstd ? Compression.ZSTD : Compression.NONE;
    }
}
