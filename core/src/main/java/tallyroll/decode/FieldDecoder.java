package tallyroll.decode;

import tallyroll.bytes.Slice;
import tallyroll.event.Event;

/** Reads the declared fields of one format from bytes. Never throws for bad input; one per task, not thread-safe. */
public interface FieldDecoder {
    /** Clears {@code into} and fills the slots of the fields that are not derived. */
    Decoding decode(Slice raw, Event into);
}
