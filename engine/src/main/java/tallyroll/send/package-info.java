/**
 * Events out of this process into a topic or an HTTP receiver, for who tries a pipeline: each once where all goes well, and where it does not,
 * it is said of which events it is not known.
 *
 * <p>Read first: {@link tallyroll.send.EventSender}, then {@link tallyroll.send.KafkaSender} and {@link tallyroll.send.HttpSender}. Not here: how a
 * file is cut into events ({@code file}), receiving ({@code http}, {@code source}).
 */
package tallyroll.send;
