package tallyroll.buffer;

import tallyroll.receiver.EventSink;
import tallyroll.receiver.EventSinkContract;

class BufferRoomTest extends EventSinkContract {
    private Buffer buffer;

    @Override
    protected EventSink holding(long maxBytes) {
        buffer = new Buffer(maxBytes);
        return buffer;
    }

    @Override
    protected void letGo() {
        buffer.release(buffer.end());
    }
}
