package tallyroll.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.flow.Repeat;

/** What is repeated in a bucket, as bytes: a version, the horizon of the search, then each repeat as longs, with their number before. */
final class FindingBytes {
    private static final int VERSION = 1;
    /** Some 100 KB. */
    private static final int MAX_REPEATS = 4_096;

    private FindingBytes() {}

    /** Portions of a bounded size; at least one. */
    static List<byte[]> write(Collection<Repeat> repeats, long withinMicros) {
        List<byte[]> portions = new ArrayList<>();
        Iterator<Repeat> left = repeats.iterator();
        do {
            ByteWriter out = new ByteWriter();
            out.writeByte(VERSION);
            out.writeVarint(withinMicros);
            for (int i = 0; i < MAX_REPEATS && left.hasNext(); i++) {
                long[] longs = left.next().toLongs();
                out.writeVarint(longs.length);
                for (long each : longs) {
                    out.writeLong(each);
                }
            }
            portions.add(out.toByteArray());
        } while (left.hasNext());
        return portions;
    }

    /** The horizon of the search, µs. */
    static long withinMicros(byte[] bytes) {
        return opened(bytes).readVarint();
    }

    static List<Repeat> repeats(byte[] bytes) {
        ByteReader in = opened(bytes);
        in.readVarint();
        List<Repeat> repeats = new ArrayList<>();
        while (in.remaining() > 0) {
            long[] longs = new long[in.readCount()];
            for (int i = 0; i < longs.length; i++) {
                longs[i] = in.readLong();
            }
            repeats.add(Repeat.of(longs));
        }
        return repeats;
    }

    private static ByteReader opened(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new MalformedBytesException("this release reads findings of version " + VERSION
                    + ", these bytes are version " + version + ": use the release that wrote them");
        }
        return in;
    }
}
