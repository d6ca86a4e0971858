/**
 * The first command: servers, real flights, one pipeline run to its end, and the proof that its totals are right.
 *
 * <p>Read first: {@link tallyroll.quickstart.QuickstartCommand}, {@link tallyroll.quickstart.Proven}. Kept here: it exits with 0
 * only if every figure is the one that was published; it drops only what belongs to its own pipeline on the local servers. Not
 * here: anything that a user's own pipeline would need.
 */
package tallyroll.quickstart;
