/**
 * The record streamed out again: the bytes that came in, each identity that counts once, to a topic, an HTTP receiver or a file. Read
 * {@link tallyroll.replay.Replay}, then {@link tallyroll.replay.ReplayState}, which says where a run that was killed goes on, then {@link
 * tallyroll.replay.ReplayTarget}.
 *
 * <p>Reads the record and writes nothing of the pipeline's; needs no lease. How a total is made does not belong here.
 */
package tallyroll.replay;
