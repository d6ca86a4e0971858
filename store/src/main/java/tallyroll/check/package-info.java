/**
 * A definition file on the command line: {@link tallyroll.check.DefinitionFile}, the argument that every verb with a FILE
 * mixes in, and {@link tallyroll.check.CheckVerb}, which only reads it and says what it says.
 *
 * <p>Kept here: a faulty file ends with exit code 2 and all its faults on standard error, before anything is touched. Not here:
 * what is right ({@code pipeline}), what would be created ({@code plan}).
 */
package tallyroll.check;
