package tallyroll.measure;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/** {@code min} and {@code max}: strings by their UTF-8 bytes, NaN above every other double. */
final class ExtremeMeasure extends BoundMeasure {
    private final ValueCodec codec;
    private final boolean greatest;

    private ExtremeMeasure(String name, ValueCodec codec, boolean greatest) {
        super(name, List.of(new Column(name, codec.column())));
        this.codec = codec;
        this.greatest = greatest;
    }

    static ExtremeMeasure min(String name, ValueCodec codec) {
        return new ExtremeMeasure(name, codec, false);
    }

    static ExtremeMeasure max(String name, ValueCodec codec) {
        return new ExtremeMeasure(name, codec, true);
    }

    @Override
    public int maxBytes() {
        return ValueCodec.KEPT_TEXT_BYTES + 64;
    }

    @Override
    public Partial neutral() {
        return codec.encodedAsLong() ? new Coded() : new Kept();
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        boolean any = in.readByte() != 0;
        if (codec.encodedAsLong()) {
            Coded coded = new Coded();
            coded.any = any;
            coded.code = any ? codec.readCode(in) : 0;
            return coded;
        }
        Kept kept = new Kept();
        kept.bytes = any ? in.readBytes() : null;
        return kept;
    }

    @Override
    public Partial restore(Object[] values, int at) {
        if (values[at] == null) {
            return neutral();
        }
        if (codec.encodedAsLong()) {
            Coded coded = new Coded();
            coded.any = true;
            coded.code = codec.fromAnswer(values[at]);
            return coded;
        }
        Kept kept = new Kept();
        kept.bytes = codec.bytesFromAnswer(values[at]);
        return kept;
    }

    private final class Coded implements Partial {
        private boolean any;
        private long code;

        @Override
        public void fold(Event event) {
            if (!event.isNull(codec.slot())) {
                take(codec.code(event));
            }
        }

        @Override
        public void merge(Partial other) {
            Coded coded = (Coded) other;
            if (coded.any) {
                take(coded.code);
            }
        }

        private void take(long candidate) {
            if (!any || (greatest ? candidate > code : candidate < code)) {
                any = true;
                code = candidate;
            }
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            out.writeByte(any ? 1 : 0);
            if (any) {
                codec.write(code, out);
            }
        }

        @Override
        public void values(Object[] values, int at) {
            values[at] = any ? codec.answer(code) : null;
        }
    }

    private final class Kept implements Partial {
        private byte[] bytes;

        @Override
        public void fold(Event event) {
            if (!event.isNull(codec.slot()) && (bytes == null || better(codec.compare(event, bytes)))) {
                bytes = codec.bytes(event);
            }
        }

        @Override
        public void merge(Partial other) {
            byte[] theirs = ((Kept) other).bytes;
            if (theirs != null && (bytes == null || better(codec.compare(theirs, bytes)))) {
                bytes = theirs;
            }
        }

        private boolean better(int compared) {
            return greatest ? compared > 0 : compared < 0;
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            out.writeByte(bytes == null ? 0 : 1);
            if (bytes != null) {
                out.writeBytes(bytes);
            }
        }

        @Override
        public void values(Object[] values, int at) {
            values[at] = bytes == null ? null : codec.answer(bytes);
        }
    }
}
