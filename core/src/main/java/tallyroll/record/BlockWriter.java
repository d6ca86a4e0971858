package tallyroll.record;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Hash;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;

/**
 * Packs events of one range into the bytes of a block. The same events in the same order give the same bytes, so that a
 * retried task writes what it wrote before. Not thread-safe; {@link #cut} empties it for the next block.
 *
 * <p>The body is the events' raw bytes one after another and then, per event, the zigzag distance of its offset from the one
 * before and its length as varints: payloads first so that they are copied once, the index after them because it is small.
 * Compressed as one zstd frame at level {@value #LEVEL}: on JSON of 160 bytes, 7 to 1; levels 2 and 3 saved nothing more.
 */
public final class BlockWriter {
    public static final int LEVEL = 1;

    /** Room for the header, its range and the frame of a body. */
    private static final int BESIDE = 4096;

    private final Claim.Range range;
    private final ByteWriter payload;
    private final ByteWriter index = new ByteWriter(256);
    private final ByteWriter identities = new ByteWriter(512);
    private int events;
    private long lastOffset;
    private long minMicros = Long.MAX_VALUE;
    private long maxMicros = Long.MIN_VALUE;

    public BlockWriter(Claim.Range range) {
        this.range = range;
        payload = new ByteWriter(4096);
        lastOffset = range.from();
    }

    /** Adds an event's raw bytes (copied). */
    public void add(long offset, long timeMicros, long identityHigh, Slice raw) {
        payload.writeRaw(raw);
        index.writeZigzag(offset - lastOffset);
        index.writeVarint(raw.length());
        identities.writeLong(identityHigh);
        lastOffset = offset;
        minMicros = Math.min(minMicros, timeMicros);
        maxMicros = Math.max(maxMicros, timeMicros);
        events++;
    }

    public int events() {
        return events;
    }

    /** Raw bytes taken since the last cut. */
    public int rawBytes() {
        return payload.size();
    }

    /** No less than what a block and its identities will take: bytes that cannot be packed grow by less than one in 256. */
    public long maxBytes() {
        long body = (long) payload.size() + index.size();
        return body + (body >> 8) + identities.size() + BESIDE;
    }

    /** Packs what was added, at least one event, and begins again. */
    public Block cut(ZstdCompressCtx zstd) {
        if (events == 0) {
            throw new IllegalStateException("a block holds at least one event");
        }
        int rawBytes = payload.size();
        payload.writeRaw(index.written());
        byte[] identityBytes = sealIdentities();
        ByteWriter header = header(rawBytes, payload.size(), identityBytes);
        byte[] out = new byte[header.size() + (int) Zstd.compressBound(payload.size())];
        System.arraycopy(header.array(), 0, out, 0, header.size());
        int packed = zstd.compressByteArray(
                out, header.size(), out.length - header.size(), payload.array(), 0, payload.size());
        Block block = new Block(seal(Arrays.copyOf(out, header.size() + packed)), identityBytes, events, rawBytes);
        clear();
        return block;
    }

    private ByteWriter header(int rawBytes, int bodyBytes, byte[] identityBytes) {
        ByteWriter header = new ByteWriter(128);
        header.writeInt(BlockFormat.BLOCK_MAGIC);
        header.writeByte(BlockFormat.VERSION);
        header.writeInt(0);
        header.writeVarint(events);
        header.writeLong(minMicros);
        header.writeLong(maxMicros);
        header.writeString(range.source());
        header.writeVarint(range.partition());
        header.writeVarint(range.from());
        header.writeVarint(range.until());
        header.writeInt(Hash.crc32c(Slice.of(identityBytes)));
        header.writeVarint(rawBytes);
        header.writeVarint(bodyBytes);
        return header;
    }

    private byte[] sealIdentities() {
        ByteWriter section = new ByteWriter(BlockFormat.PREFIX + 5 + identities.size());
        section.writeInt(BlockFormat.IDENTITIES_MAGIC);
        section.writeByte(BlockFormat.VERSION);
        section.writeInt(0);
        section.writeVarint(events);
        section.writeRaw(identities.written());
        return seal(section.toByteArray());
    }

    /** Puts the checksum of what follows the prefix into it. */
    private static byte[] seal(byte[] bytes) {
        int crc = Hash.crc32c(Slice.of(bytes, BlockFormat.PREFIX, bytes.length));
        BigEndian.putInt(bytes, BlockFormat.CRC_AT, crc);
        return bytes;
    }

    private void clear() {
        payload.reset();
        index.reset();
        identities.reset();
        events = 0;
        lastOffset = range.from();
        minMicros = Long.MAX_VALUE;
        maxMicros = Long.MIN_VALUE;
    }
}
