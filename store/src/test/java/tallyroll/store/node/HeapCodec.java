package tallyroll.store.node;

import com.datastax.oss.protocol.internal.PrimitiveCodec;
import com.datastax.oss.protocol.internal.ProtocolConstants;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The protocol's primitive values in buffers on the heap. A written buffer is at its end; {@link #concat} flips. */
final class HeapCodec implements PrimitiveCodec<ByteBuffer> {
    private static final int UNSET = -2;

    @Override
    public ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size);
    }

    @Override
    public void release(ByteBuffer toRelease) {
        // the garbage collector does
    }

    @Override
    public int sizeOf(ByteBuffer toMeasure) {
        return toMeasure.remaining();
    }

    @Override
    public ByteBuffer concat(ByteBuffer left, ByteBuffer right) {
        ByteBuffer both = ByteBuffer.allocate(left.position() + right.position());
        return both.put(left.duplicate().flip()).put(right.duplicate().flip());
    }

    @Override
    public void markReaderIndex(ByteBuffer source) {
        source.mark();
    }

    @Override
    public void resetReaderIndex(ByteBuffer source) {
        source.reset();
    }

    @Override
    public byte readByte(ByteBuffer source) {
        return source.get();
    }

    @Override
    public int readInt(ByteBuffer source) {
        return source.getInt();
    }

    @Override
    public int readInt(ByteBuffer source, int offset) {
        return source.getInt(source.position() + offset);
    }

    @Override
    public InetAddress readInetAddr(ByteBuffer source) {
        byte[] address = new byte[source.get()];
        source.get(address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }

    @Override
    public long readLong(ByteBuffer source) {
        return source.getLong();
    }

    @Override
    public int readUnsignedShort(ByteBuffer source) {
        return source.getShort() & 0xffff;
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer source) {
        int length = source.getInt();
        if (length == UNSET) {
            return ProtocolConstants.UNSET_VALUE;
        }
        return length < 0 ? null : ByteBuffer.wrap(bytes(source, length));
    }

    @Override
    public byte[] readShortBytes(ByteBuffer source) {
        return bytes(source, readUnsignedShort(source));
    }

    @Override
    public String readString(ByteBuffer source) {
        return new String(readShortBytes(source), StandardCharsets.UTF_8);
    }

    @Override
    public String readLongString(ByteBuffer source) {
        return new String(bytes(source, source.getInt()), StandardCharsets.UTF_8);
    }

    @Override
    public ByteBuffer readRetainedSlice(ByteBuffer source, int sliceLength) {
        return ByteBuffer.wrap(bytes(source, sliceLength));
    }

    @Override
    public void updateCrc(ByteBuffer source, CRC32 crc) {
        crc.update(source.duplicate());
    }

    @Override
    public void writeByte(byte value, ByteBuffer target) {
        target.put(value);
    }

    @Override
    public void writeInt(int value, ByteBuffer target) {
        target.putInt(value);
    }

    @Override
    public void writeInetAddr(InetAddress address, ByteBuffer target) {
        byte[] bytes = address.getAddress();
        target.put((byte) bytes.length).put(bytes);
    }

    @Override
    public void writeLong(long value, ByteBuffer target) {
        target.putLong(value);
    }

    @Override
    public void writeUnsignedShort(int value, ByteBuffer target) {
        target.putShort((short) value);
    }

    @Override
    public void writeString(String text, ByteBuffer target) {
        writeShortBytes(text.getBytes(StandardCharsets.UTF_8), target);
    }

    @Override
    public void writeLongString(String text, ByteBuffer target) {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), target);
    }

    @Override
    public void writeBytes(ByteBuffer bytes, ByteBuffer target) {
        if (bytes == null) {
            target.putInt(-1);
        } else {
            target.putInt(bytes.remaining()).put(bytes.duplicate());
        }
    }

    @Override
    public void writeBytes(byte[] bytes, ByteBuffer target) {
        target.putInt(bytes.length).put(bytes);
    }

    @Override
    public void writeShortBytes(byte[] bytes, ByteBuffer target) {
        target.putShort((short) bytes.length).put(bytes);
    }

    private static byte[] bytes(ByteBuffer source, int length) {
        byte[] bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }
}
