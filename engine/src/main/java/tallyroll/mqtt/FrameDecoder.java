package tallyroll.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts what comes into packets, and cuts one short that is longer than any event may be, before it is gathered in memory: MQTT allows
 * 256 MB. Only a PUBLISH is ever so long.
 *
 * <p>Refusing a long one is no way out. A broker would send it again after every reconnect, and everything behind it would wait for
 * ever; and a broker that is told a maximum packet size drops such a message without a word to us. Cut, it is a message like any
 * other: handed on, found too long, kept as a dead letter, acknowledged.
 *
 * <p>Netty's decoder behind this gets whole packets only. It must: that of 4.2.13 takes a packet whose head comes in two pieces for
 * one that is too long.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    private static final int MAX_LENGTH_BYTES = 4;
    private static final int MORE = 0x80;

    private final int max;
    private int skipping;

    /** @param max of a packet this many bytes are let through, its first few not counted */
    FrameDecoder(int max) {
        this.max = max;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (skipping > 0) {
            int now = Math.min(skipping, in.readableBytes());
            skipping -= now;
            in.skipBytes(now);
            return;
        }
        int length = 0;
        for (int digit = 0; digit < MAX_LENGTH_BYTES; digit++) {
            int at = in.readerIndex() + 1 + digit;
            if (at >= in.writerIndex()) {
                return;
            }
            int read = in.getUnsignedByte(at);
            length |= (read & (MORE - 1)) << (7 * digit);
            if (read < MORE) {
                packet(ctx, in, 2 + digit, length, out);
                return;
            }
        }
        // No packet: the decoder says what is wrong with a length of more than four bytes.
        out.add(in.readRetainedSlice(in.readableBytes()));
    }

    private void packet(ChannelHandlerContext ctx, ByteBuf in, int head, int length, List<Object> out) {
        int type = in.getUnsignedByte(in.readerIndex());
        int kept = Math.min(length, max);
        if (in.readableBytes() < head + kept) {
            return;
        }
        if (kept == length) {
            out.add(in.readRetainedSlice(head + kept));
        } else {
            in.skipBytes(head);
            ByteBuf cut = head(ctx.alloc().buffer(1 + MAX_LENGTH_BYTES + kept), type, kept);
            out.add(cut.writeBytes(in, kept));
            skipping = length - kept;
        }
    }

    private static ByteBuf head(ByteBuf into, int type, int length) {
        into.writeByte(type);
        int left = length;
        while (left >= MORE) {
            into.writeByte((left & (MORE - 1)) | MORE);
            left >>= 7;
        }
        return into.writeByte(left);
    }
}
