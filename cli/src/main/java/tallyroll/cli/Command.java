package tallyroll.cli;

/**
 * One word of the command line. An implementation is a public class with a public constructor without parameters,
 * carries picocli's {@code @Command} (name, one-line description, and a footer with an example), declares its
 * options as picocli fields, and is named in {@code META-INF/services/tallyroll.cli.Command} of its module.
 *
 * <p>{@code --help} is added by the shell. The constructor must be cheap: all commands are made to print the help.
 */
public interface Command {
    /** Where the command stands in the help: lower comes first. */
    int place();

    /**
     * Does the work, with the options filled in.
     *
     * @throws Exception a {@link Failure} to choose the exit code; anything else exits with
     *     {@link ExitCode#FAILED}
     */
    ExitCode run(Console console) throws Exception;
}
