package tallyroll.receiver;

/**
 * SPI: makes receivers of one kind. Found by ServiceLoader, so a jar on the class path adds a kind; a definition names it by
 * {@code source: {custom: {kind: NAME, options: {…}}}}, the built-in ones by their own keys.
 */
public interface ReceiverProvider {
    /** {@code http}, {@code socket}, {@code jms}, {@code mqtt}, or a name of a provider's own. */
    String kind();

    /**
     * A receiver that has not begun.
     *
     * @throws ReceiverException when an option is missing or has no meaning
     */
    Receiver open(ReceiverContext context);
}
