package tallyroll.receiver;

/** Takes the events that a cutter finds, one after another. The bytes are the cutter's and change after the call. */
interface RawEventConsumer {
    void event(byte[] bytes, int from, int length);
}
