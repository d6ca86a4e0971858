package tallyroll.pipeline;

import java.util.List;
import java.util.Optional;
import tallyroll.decode.ByteFormat;
import tallyroll.event.Field;

/** A format that a {@link FormatKind} made of its section of a definition. */
public interface CheckedFormat extends ByteFormat {
    /** Why a field cannot be read from such bytes, as far as can be known from its path and type; empty if it can. */
    Optional<Unreadable> unreadable(Field field);

    /** The secrets that tasks need to decode. */
    List<Secret> secrets();

    /**
     * Why a field cannot be read.
     *
     * @param rule what is wrong, which ends a sentence about the field
     * @param suggestion what to do; may be empty
     */
    record Unreadable(String rule, String suggestion) {}
}
