package tallyroll.record;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;

/**
 * Reads the bytes of a block. A flipped bit or a missing byte anywhere throws {@link MalformedBytesException} before the first
 * event is given out: nothing of a damaged block is ever taken for an event. Not thread-safe; reuses its buffers.
 */
public final class BlockReader implements AutoCloseable {
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final Slice packed = new Slice();
    private final Slice event = new Slice();
    private byte[] body = new byte[0];

    /** Gives every event of the block, in the order it was added. */
    public BlockHeader read(byte[] bytes, SystemOfRecord.EventReader reader) {
        ByteReader in = BlockFormat.open("block", BlockFormat.BLOCK_MAGIC, bytes);
        BlockHeader header = header(in);
        in.readInt();
        long rawBytes = in.readVarint();
        long bodyBytes = in.readVarint();
        if (rawBytes < 0 || rawBytes > bodyBytes || bodyBytes > BlockFormat.MAX_RAW_BYTES) {
            throw new MalformedBytesException(
                    "a block's body of " + bodyBytes + " bytes cannot hold " + rawBytes + " bytes of events");
        }
        unpack(in, (int) bodyBytes);
        checkIndex(header, (int) rawBytes, (int) bodyBytes);
        give(header, (int) rawBytes, (int) bodyBytes, reader);
        return header;
    }

    /** The first halves of the events' identities, in the order of the block's events. */
    public static long[] identities(byte[] section) {
        ByteReader in = BlockFormat.open("section of identities", BlockFormat.IDENTITIES_MAGIC, section);
        int count = in.readCount();
        if (in.remaining() != 8L * count) {
            throw new MalformedBytesException(
                    count + " identities need " + 8L * count + " bytes, there are " + in.remaining());
        }
        long[] identities = new long[count];
        for (int i = 0; i < count; i++) {
            identities[i] = in.readLong();
        }
        return identities;
    }

    @Override
    public void close() {
        zstd.close();
    }

    private static BlockHeader header(ByteReader in) {
        long events = in.readVarint();
        long min = in.readLong();
        long max = in.readLong();
        String source = in.readString();
        long partition = in.readVarint();
        long from = in.readVarint();
        long until = in.readVarint();
        if (events < 1 || events > Integer.MAX_VALUE || partition < 0 || partition > Integer.MAX_VALUE) {
            throw new MalformedBytesException(
                    "a block of " + events + " events from partition " + partition + " is none that we write");
        }
        if (min > max || from < 0 || until < from) {
            throw new MalformedBytesException("a block's times [" + min + ", " + max + "] or offsets [" + from + ", "
                    + until + ") are in the wrong order");
        }
        return new BlockHeader(new Claim.Range(source, (int) partition, from, until), (int) events, min, max);
    }

    private void unpack(ByteReader in, int bodyBytes) {
        in.readSlice(in.remaining(), packed);
        if (body.length < bodyBytes) {
            body = new byte[bodyBytes];
        }
        int unpacked;
        try {
            unpacked = zstd.decompressByteArray(body, 0, bodyBytes, packed.array(), packed.from(), packed.length());
        } catch (ZstdException damaged) {
            throw new MalformedBytesException("a block's body cannot be unpacked: " + damaged.getMessage(), damaged);
        }
        if (unpacked != bodyBytes) {
            throw new MalformedBytesException(
                    "a block's body unpacks to " + unpacked + " bytes, its header says " + bodyBytes);
        }
    }

    /** The whole index is walked before the first event is given out. */
    private void checkIndex(BlockHeader header, int rawBytes, int bodyBytes) {
        ByteReader index = new ByteReader(Slice.of(body, rawBytes, bodyBytes));
        long total = 0;
        for (int i = 0; i < header.events(); i++) {
            index.readZigzag();
            long length = index.readVarint();
            if (length < 0 || length > rawBytes - total) {
                throw new MalformedBytesException(
                        "event " + i + " of a block is " + length + " bytes long, " + (rawBytes - total) + " are left");
            }
            total += length;
        }
        if (total != rawBytes || index.remaining() != 0) {
            throw new MalformedBytesException("a block's events have " + total + " bytes, its header says " + rawBytes
                    + "; " + index.remaining() + " bytes follow its index");
        }
    }

    private void give(BlockHeader header, int rawBytes, int bodyBytes, SystemOfRecord.EventReader reader) {
        ByteReader index = new ByteReader(Slice.of(body, rawBytes, bodyBytes));
        long offset = header.range().from();
        int at = 0;
        for (int i = 0; i < header.events(); i++) {
            offset += index.readZigzag();
            int length = (int) index.readVarint();
            event.set(body, at, at + length);
            reader.event(header.range(), offset, event);
            at += length;
        }
    }
}
