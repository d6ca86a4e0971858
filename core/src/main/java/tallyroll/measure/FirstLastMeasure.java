package tallyroll.measure;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/**
 * {@code first} and {@code last}: the value of the event with the lowest or highest event time among those that have one.
 *
 * <p>Of events of one time the identity decides, and of one identity the value, so that the answer never depends on the order
 * in which events arrive.
 */
final class FirstLastMeasure extends StatefulMeasure {
    private final ValueCodec codec;
    private final boolean latest;

    private FirstLastMeasure(String name, ValueCodec codec, boolean latest) {
        super(name, List.of(new Column(name, codec.column())));
        this.codec = codec;
        this.latest = latest;
    }

    static FirstLastMeasure first(String name, ValueCodec codec) {
        return new FirstLastMeasure(name, codec, false);
    }

    static FirstLastMeasure last(String name, ValueCodec codec) {
        return new FirstLastMeasure(name, codec, true);
    }

    @Override
    public int maxBytes() {
        return 2 * ValueCodec.KEPT_TEXT_BYTES + 64;
    }

    @Override
    public Partial neutral() {
        return new Edge();
    }

    @Override
    public Partial read(ByteReader in) {
        expectVersion(in);
        Edge edge = new Edge();
        edge.any = in.readByte() != 0;
        if (edge.any) {
            edge.time = in.readZigzag();
            edge.high = in.readLong();
            edge.low = in.readLong();
            if (codec.encodedAsLong()) {
                edge.code = codec.readCode(in);
            } else {
                edge.bytes = in.readBytes();
            }
        }
        return edge;
    }

    private final class Edge implements Partial {
        private boolean any;
        private long time;
        private long high;
        private long low;
        private long code;
        private byte[] bytes;

        @Override
        public void fold(Event event) {
            if (event.isNull(codec.slot())) {
                return;
            }
            if (any) {
                int order = order(event.timeMicros(), event.identityHigh(), event.identityLow());
                if (order == 0) {
                    order = codec.encodedAsLong() ? Long.compare(codec.code(event), code) : codec.compare(event, bytes);
                }
                if (latest ? order <= 0 : order >= 0) {
                    return;
                }
            }
            any = true;
            time = event.timeMicros();
            high = event.identityHigh();
            low = event.identityLow();
            if (codec.encodedAsLong()) {
                code = codec.code(event);
            } else {
                bytes = codec.bytes(event);
            }
        }

        @Override
        public void merge(Partial other) {
            Edge edge = (Edge) other;
            if (!edge.any) {
                return;
            }
            if (any) {
                int order = order(edge.time, edge.high, edge.low);
                if (order == 0) {
                    order = codec.encodedAsLong() ? Long.compare(edge.code, code) : codec.compare(edge.bytes, bytes);
                }
                if (latest ? order <= 0 : order >= 0) {
                    return;
                }
            }
            any = true;
            time = edge.time;
            high = edge.high;
            low = edge.low;
            code = edge.code;
            bytes = edge.bytes;
        }

        private int order(long otherTime, long otherHigh, long otherLow) {
            if (otherTime != time) {
                return Long.compare(otherTime, time);
            }
            return otherHigh != high ? Long.compare(otherHigh, high) : Long.compare(otherLow, low);
        }

        @Override
        public void write(ByteWriter out) {
            out.writeByte(VERSION);
            out.writeByte(any ? 1 : 0);
            if (any) {
                out.writeZigzag(time);
                out.writeLong(high);
                out.writeLong(low);
                if (codec.encodedAsLong()) {
                    codec.write(code, out);
                } else {
                    out.writeBytes(bytes);
                }
            }
        }

        @Override
        public void values(Object[] values, int at) {
            values[at] = any ? answer() : null;
            putState(this, !any, values, at);
        }

        private Object answer() {
            return codec.encodedAsLong() ? codec.answer(code) : codec.answer(bytes);
        }
    }
}
