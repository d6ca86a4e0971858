/**
 * The root of the exceptions that Tallyroll throws.
 *
 * <p>Read first: {@link tallyroll.TallyrollException}. Kept here: every failure that a caller can act on is one of its subtypes,
 * thrown by the package that knows the reason. Not here: exit codes, which are the command line's.
 */
package tallyroll;
