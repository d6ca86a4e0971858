package tallyroll.record;

import java.util.Arrays;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Hash;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;

/**
 * One page of a run: the first {@code bits} bits of identities, ascending. They are as good as random, so the gaps between
 * neighbours are geometrically distributed, and Rice's code of the gaps is within 0.1 bits of the shortest there is: log2 of the
 * mean gap, and 1.6 bits more, an identity.
 *
 * <p>In memory a value is the identity's first half with its highest bit flipped, so that the order of signed numbers is that of the
 * bits, and with zeros behind the bits that are kept.
 *
 * @param bits how many bits of each value are kept
 */
public record IdentityPage(int bits, long[] values) {
    /** The most that are kept: a code word then fits what is read at once. */
    public static final int MAX_BITS = 56;

    private static final int MAGIC = 0x5452_4950; // "TRIP"
    /** Behind the last code word, so that eight bytes can be read wherever one begins. */
    private static final int PADDING = 8;

    /** The value of an identity's first half, and the other way round. */
    public static long value(long half) {
        return half ^ Long.MIN_VALUE;
    }

    /** A value of which only so many bits are kept. */
    public static long cut(long value, int bits) {
        return bits == 0 ? Long.MIN_VALUE : value & (-1L << (Long.SIZE - bits));
    }

    /** In which of 2^{@code pageBits} pages a value is. */
    public static int number(long value, int pageBits) {
        return pageBits == 0 ? 0 : (int) (value(value) >>> (Long.SIZE - pageBits));
    }

    /** The lowest value of a page. */
    public static long lowest(int number, int pageBits) {
        return value(pageBits == 0 ? 0 : (long) number << (Long.SIZE - pageBits));
    }

    /**
     * The bytes of a page: format as a block's sections have it, then bits, bits of a page's number, the number, how many values,
     * Rice's parameter, and the code words.
     *
     * @param values ascending
     * @param from with {@code until}, which of them are in the page
     */
    public static byte[] encode(long[] values, int from, int until, int bits, IdentityRun run) {
        int kept = bits - run.pageBits();
        int number = from == until ? 0 : number(values[from], run.pageBits());
        int rice = rice(kept, until - from);
        ByteWriter out = new ByteWriter(64 + (until - from) * 4);
        out.writeInt(MAGIC);
        out.writeByte(BlockFormat.VERSION);
        out.writeInt(0);
        out.writeByte(bits);
        out.writeByte(run.pageBits());
        out.writeVarint(number);
        out.writeVarint(until - from);
        out.writeByte(rice);
        BitWriter words = new BitWriter(out);
        long before = 0;
        for (int i = from; i < until; i++) {
            long at = inPage(values[i], run.pageBits(), kept);
            words.write(at - before, rice);
            before = at;
        }
        words.end();
        for (int i = 0; i < PADDING; i++) {
            out.writeByte(0);
        }
        byte[] bytes = out.toByteArray();
        BigEndian.putInt(bytes, BlockFormat.CRC_AT, Hash.crc32c(Slice.of(bytes, BlockFormat.PREFIX, bytes.length)));
        return bytes;
    }

    /** @throws MalformedBytesException where the bytes are not what was written */
    public static IdentityPage decode(byte[] bytes) {
        ByteReader in = BlockFormat.open("page of identities", MAGIC, bytes);
        int bits = in.readByte();
        int pageBits = in.readByte();
        long number = in.readVarint();
        long count = in.readVarint();
        int rice = in.readByte();
        if (bits > MAX_BITS || pageBits >= bits || rice > MAX_BITS || count < 0 || count > in.remaining() * 8L) {
            throw new MalformedBytesException("a page of " + count + " identities of " + bits + " bits, coded by "
                    + rice + ", is none that we write");
        }
        long[] values = new long[(int) count];
        words(bytes, bytes.length - in.remaining(), rice, values);
        long base = lowest((int) number, pageBits);
        for (int i = 0; i < values.length; i++) {
            values[i] = base ^ (values[i] << (Long.SIZE - bits));
        }
        return new IdentityPage(bits, values);
    }

    /** The sums of the gaps. */
    private static void words(byte[] bytes, int from, int rice, long[] values) {
        long at = 8L * from;
        long end = 8L * (bytes.length - PADDING);
        long sum = 0;
        for (int i = 0; i < values.length; i++) {
            long quotient = 0;
            long window = window(bytes, at);
            while (window == 0 && at < end) {
                quotient += MAX_BITS;
                at += MAX_BITS;
                window = window(bytes, at);
            }
            if (at >= end) {
                throw new MalformedBytesException("a page of identities ends within its " + i + "th value");
            }
            int zeros = Long.numberOfLeadingZeros(window);
            at += zeros + 1L;
            quotient += zeros;
            long rest = rice == 0 ? 0 : window(bytes, at) >>> (Long.SIZE - rice);
            at += rice;
            sum += (quotient << rice) | rest;
            values[i] = sum;
        }
    }

    /** The next 56 bits, and zeros. */
    private static long window(byte[] bytes, long bit) {
        int at = (int) Math.min(bit >>> 3, bytes.length - PADDING);
        return (BigEndian.longAt(bytes, at) << (bit & 7)) & (-1L << (Long.SIZE - MAX_BITS));
    }

    private static long inPage(long value, int pageBits, int kept) {
        return (value(value) << pageBits) >>> (Long.SIZE - kept);
    }

    /** The parameter whose code words are shortest for gaps of this mean. */
    private static int rice(int kept, int count) {
        double gap = Math.scalb(Math.log(2) / Math.max(1, count), kept);
        return Math.max(0, Math.min(MAX_BITS, Math.getExponent(gap)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdentityPage page && bits == page.bits && Arrays.equals(values, page.values);
    }

    @Override
    public int hashCode() {
        return 31 * bits + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return values.length + " identities of " + bits + " bits";
    }

    /** Collects bits, high ones first. */
    private static final class BitWriter {
        private static final int MAX_ZEROS = 40;

        private final ByteWriter out;
        private long open;
        private int used;

        BitWriter(ByteWriter out) {
            this.out = out;
        }

        void write(long gap, int rice) {
            long zeros = gap >>> rice;
            for (; zeros > MAX_ZEROS; zeros -= MAX_ZEROS) {
                bits(0, MAX_ZEROS);
            }
            bits(1, (int) zeros + 1);
            bits(gap & ((1L << rice) - 1), rice);
        }

        /** The low bits of a number, at most 56. */
        private void bits(long value, int count) {
            open = (open << count) | value;
            used += count;
            for (; used >= Byte.SIZE; used -= Byte.SIZE) {
                out.writeByte((int) (open >>> (used - Byte.SIZE)));
            }
        }

        void end() {
            bits(0, -used & 7);
        }
    }
}
