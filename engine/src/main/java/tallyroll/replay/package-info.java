/**
 * The record streamed out again: the bytes that came in, each identity that counts once, to a topic, an HTTP receiver or a file.
 *
 * <p>Read first: {@link tallyroll.replay.Replay}, {@link tallyroll.replay.ReplayState}, {@link tallyroll.replay.ReplayTarget}. Kept
 * here: whoever goes on after a kill meets the same events in the same order. Not here: which event of an identity counts ({@code
 * flow}), how events get to a server ({@code send}).
 */
package tallyroll.replay;
