/**
 * Spark sessions: the one of the program around us, or one of our own for the time of some work.
 *
 * <p>Read first: {@link tallyroll.session.Sessions}. Kept here: what our own sessions need and a foreign one is left alone with; that
 * executors can resolve the secrets that are not sent to them. Not here: what is done with a session ({@code run}, {@code verify}).
 */
package tallyroll.session;
