/**
 * Events out of this process into a topic or an HTTP receiver, to try a pipeline.
 *
 * <p>Read first: {@link tallyroll.send.EventSender}, then {@link tallyroll.send.KafkaSender} and {@link tallyroll.send.HttpSender}. Kept here: each event is
 * sent once where all goes well, and where it does not, it is said of which events it is not known. Not here: how a
 * file is cut into events ({@code file}), receiving ({@code http}, {@code source}).
 */
package tallyroll.send;
