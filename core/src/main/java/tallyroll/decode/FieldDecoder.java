package tallyroll.decode;

import tallyroll.event.Event;

/** Reads the declared fields of one format from a record. Never throws for bad input; one per task, not thread-safe. */
public interface FieldDecoder {
    /** Clears {@code into} and fills the slots of the fields that the format gives: not the derived ones, and not those of the transport. */
    Decoding decode(Message message, Event into);
}
