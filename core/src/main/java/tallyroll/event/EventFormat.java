package tallyroll.event;

import java.io.Serializable;

/** How a source record's bytes are written: one of {@link EventSpec.Format}, or a format of another module. */
public interface EventFormat extends Serializable {
    /** Its name in the definition: {@code json}. */
    String label();

    /**
     * What the name leaves open about the bytes, as a person would compare it. Recorded events are written so, hence it can
     * never change. Empty where the name says it all.
     */
    String encoding();

    /**
     * What the bytes are read as, as a person would compare it: when it changes, recorded events are read differently, and summary rows
     * are made again. Empty where nothing but the fields says it.
     */
    String readAs();

    /**
     * How the bytes have the values of a field, as far as that may change without the definition and decides what is read: when it
     * changes, the field does. Empty where its path says it all.
     *
     * @param field that is read from the bytes, with its path in them
     */
    default String writtenAs(Field field) {
        return "";
    }
}
