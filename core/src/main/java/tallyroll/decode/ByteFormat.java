package tallyroll.decode;

import java.util.List;
import tallyroll.event.EventFormat;

/**
 * SPI: a format that this module does not read itself. It is part of the plan that is sent to executors, so it has all it needs but
 * secrets, which are references.
 */
public interface ByteFormat extends EventFormat {
    /**
     * A decoder for one task. What it throws is never about the bytes: a server that it needs is away.
     *
     * @param fields the fields that are read from the bytes
     */
    FieldDecoder decoder(List<FieldReader> fields);
}
