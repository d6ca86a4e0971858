package tallyroll.protobuf;

import tallyroll.bytes.Slice;
import tallyroll.protobuf.ProtobufDecoder.Frame;
import tallyroll.protobuf.ProtobufDecoder.Opened;

/** Nothing stands before the message. */
record PlainFrame(Opened message) implements Frame {
    @Override
    public Opened open(Slice raw) {
        return message;
    }

    @Override
    public int header() {
        return 0;
    }
}
