package tallyroll.receiver;

/** Takes the events that a parser finds, one after another. The bytes are the parser's and change after the call. */
public interface RawEventConsumer {
    void event(byte[] bytes, int from, int length);
}
