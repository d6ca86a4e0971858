/**
 * The commands that plan, run, watch and prove a pipeline: {@code plan}, {@code run}, {@code receive}, {@code status}, {@code
 * verify} and {@code repair}.
 *
 * <p>Read first: {@link tallyroll.command.RunCommand}, {@link tallyroll.command.StatusCommand}. Kept here: what is printed and how a
 * command ends. Not here: the work, which the engine does ({@code run}, {@code verify}, {@code client}).
 */
package tallyroll.command;
