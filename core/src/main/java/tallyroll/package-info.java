/**
 * The root of the exceptions that Tallyroll throws, and where it finds what registers with it.
 *
 * <p>Read first: {@link tallyroll.TallyrollException}, {@link tallyroll.Providers}. Kept here: every failure that a caller can act on is one of its subtypes,
 * thrown by the package that knows the reason. Not here: exit codes, which are the command line's.
 */
package tallyroll;
