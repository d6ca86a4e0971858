package tallyroll.receiver;

import tallyroll.bytes.Slice;

/** Takes the events that a parser finds, one after another. The bytes are the parser's and change after the call. */
public interface RawEventConsumer {
    void event(Slice raw);
}
