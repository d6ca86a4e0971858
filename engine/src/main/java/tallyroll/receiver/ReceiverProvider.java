package tallyroll.receiver;

import tallyroll.pipeline.SourceKind;

/**
 * SPI: makes receivers of one kind, and declares the keys of their section.
 *
 * <p>A jar on the class path adds a kind by naming its provider in {@code META-INF/services/tallyroll.pipeline.SourceKind}; a
 * definition names it as {@link SourceKind} says.
 */
public interface ReceiverProvider extends SourceKind {
    /**
     * A receiver that has not started.
     *
     * @param context with the settings of a section that was held against {@link #section}
     * @throws ReceiverException when the settings can never work, in a way that the declaration cannot express
     */
    Receiver open(ReceiverContext context);
}
