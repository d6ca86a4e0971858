package tallyroll.receiver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts PUBLISH packets that are longer than any event may be, before they are gathered in memory: MQTT allows 256 MB.
 *
 * <p>Refusing them is no way out. A broker would send the packet again after every reconnect, and everything behind it would wait
 * for ever; and a broker that is told a maximum packet size drops such a message without a word to us. Cut, it is a message like
 * any other: handed on, found too long, kept as a dead letter, acknowledged.
 */
final class PublishCutter extends ByteToMessageDecoder {
    private static final int PUBLISH = 3;
    private static final int MOST_LENGTH_BYTES = 4;
    private static final int MORE = 0x80;

    private final int most;
    private int passing;
    private int skipping;

    /** @param most of a packet's bytes after its length, this many are let through */
    PublishCutter(int most) {
        this.most = most;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (passing > 0) {
            int now = Math.min(passing, in.readableBytes());
            passing -= now;
            out.add(in.readRetainedSlice(now));
        } else if (skipping > 0) {
            int now = Math.min(skipping, in.readableBytes());
            skipping -= now;
            in.skipBytes(now);
        } else {
            header(context, in, out);
        }
    }

    private void header(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = 0;
        int at = in.readerIndex() + 1;
        for (int digit = 0; digit < MOST_LENGTH_BYTES; digit++, at++) {
            if (at >= in.writerIndex()) {
                return;
            }
            int read = in.getUnsignedByte(at);
            length |= (read & (MORE - 1)) << (7 * digit);
            if (read < MORE) {
                int type = in.getUnsignedByte(in.readerIndex());
                in.readerIndex(at + 1);
                begin(context, type, length, out);
                return;
            }
        }
        // A length of more than four bytes: the decoder behind this says what is wrong.
        passing = in.readableBytes();
    }

    private void begin(ChannelHandlerContext context, int type, int length, List<Object> out) {
        passing = type >> 4 == PUBLISH ? Math.min(length, most) : length;
        skipping = length - passing;
        ByteBuf header = context.alloc().buffer(1 + MOST_LENGTH_BYTES);
        header.writeByte(type);
        int left = passing;
        while (left >= MORE) {
            header.writeByte((left & (MORE - 1)) | MORE);
            left >>= 7;
        }
        out.add(header.writeByte(left));
    }
}
