/**
 * The command {@code test}: what a definition makes of a file of events, without any server.
 *
 * <p>Read first: {@link tallyroll.dryrun.TestCommand}, then {@link tallyroll.dryrun.Findings} and {@link tallyroll.dryrun.Golden}. Kept here: the
 * events go through the same decoder, expressions and accumulators as in a run; what is compared with a file has neither paths, times of the
 * day nor texts of messages in it. Not here: decoding and counting ({@code flow.DryRun}), how a file is cut into events ({@code file}).
 */
package tallyroll.dryrun;
