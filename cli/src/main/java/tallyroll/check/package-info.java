/**
 * The command {@code check}: reads a definition file and says what it says, or everything that is wrong with it.
 *
 * <p>Read first: {@link tallyroll.check.CheckCommand}. Kept here: a faulty file ends with exit code 2 and all its faults on standard error, before anything is touched. Not here:
 * what is right ({@code pipeline}), what would be created ({@code plan}).
 */
package tallyroll.check;
