/**
 * The command line's shell: it finds the commands, runs one and turns its outcome into an exit code.
 *
 * <p>Read {@link tallyroll.cli.Command} first, then {@link tallyroll.cli.Main}, {@link tallyroll.cli.Console} and
 * {@link tallyroll.cli.Table}; {@link tallyroll.cli.DefinitionFile} and {@link tallyroll.cli.FormatOption} are mixed into
 * commands.
 *
 * <p>Kept here: a command's result goes to standard output and nothing else does; a fault is one message on standard
 * error and an {@link tallyroll.cli.ExitCode}, never a stack trace unless {@code TALLYROLL_DEBUG=1}.
 *
 * <p>What does not belong here: any command's work. Commands come from the class path by
 * {@link java.util.ServiceLoader}, so this package knows none of them by name.
 */
package tallyroll.cli;
