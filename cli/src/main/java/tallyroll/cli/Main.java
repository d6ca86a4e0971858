package tallyroll.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import tallyroll.Providers;

/** The process's entry: {@code tallyroll COMMAND …}. */
public final class Main {
    private final List<Command> commands;
    private final Console console;

    private Main(List<Command> commands, Console console) {
        this.commands = commands;
        this.console = console;
    }

    public static void main(String[] args) {
        Console console = Console.ofProcess();
        if (!console.debugging()) {
            // read by log4j2.properties before the first line is logged
            System.setProperty("tallyroll.log", "error");
            System.setProperty("tallyroll.quiet", "off");
            System.setProperty("tallyroll.trace", "none");
        }
        LastWords.prepare(console);
        LastWords.exit(run(console, args));
    }

    /** Runs one command with the commands on the class path, in these surroundings, without ending the process. */
    public static ExitCode run(Console console, String... args) {
        return run(commandsOnClassPath(), console, args);
    }

    /** All commands on the class path, in the order of the help. */
    public static List<Command> commandsOnClassPath() {
        return StreamSupport.stream(Providers.of(Command.class).spliterator(), false)
                .toList();
    }

    static ExitCode run(List<Command> commands, Console console, String... args) {
        int number = new Main(commands, console).commandLine().execute(args);
        console.out().flush();
        console.err().flush();
        return ExitCode.of(number);
    }

    private CommandLine commandLine() {
        CommandLine line = new CommandLine(new Root());
        commands.stream()
                .sorted(Comparator.comparingInt(Command::place))
                .map(CommandLine::new)
                .forEach(command -> line.addSubcommand(command.getCommandName(), helpful(command)));
        return line.setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(110)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28)
                .setExecutionStrategy(this::execute)
                .setParameterExceptionHandler(this::usage)
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command));
    }

    private static CommandLine helpful(CommandLine line) {
        line.getCommandSpec().addOption(helpOption());
        return line;
    }

    private static CommandLine.Model.OptionSpec helpOption() {
        return CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build();
    }

    private int execute(ParseResult parsed) throws ParameterException {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine command = commands.get(commands.size() - 1);
        if (!(command.getCommand() instanceof Command chosen)) {
            command.usage(console.out());
            return ExitCode.USAGE.number();
        }
        try {
            return chosen.run(console).number();
        } catch (ParameterException wrong) {
            throw wrong;
        } catch (Exception fault) {
            throw new CommandLine.ExecutionException(command, "the command failed", fault);
        } catch (Error dying) {
            throw new CommandLine.ExecutionException(command, "the process is dying", dying);
        }
    }

    private int usage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        boolean unknownCommand = command.getParent() == null
                && wrong instanceof UnmatchedArgumentException unmatched
                && unmatched.getUnmatched().get(0).equals(args[0]);
        console.note(unknownCommand ? "There is no command \"%s\".".formatted(args[0]) : Failure.words(wrong));
        UnmatchedArgumentException.printSuggestions(wrong, console.err());
        console.note("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    private int failed(Exception thrown, CommandLine command) {
        Failure failure = Failure.of(thrown, command.getCommandName());
        if (console.debugging()) {
            thrown.printStackTrace(console.err());
        } else if (failure.unforeseen()) {
            console.note("Set TALLYROLL_DEBUG=1 to see where it happened.");
        }
        // what people have to read stands last
        console.note(failure.getMessage());
        return failure.exitCode().number();
    }

    @CommandLine.Command(
            name = "tallyroll",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            description = "Rolls streams of events up into Cassandra tables, and keeps them right.",
            commandListHeading = "%nCommands:%n",
            footer = {
                "",
                "Start with:  ./tallyroll quickstart",
                "Each of them: ./tallyroll COMMAND --help",
                "",
                "Exit codes: 0 right, 1 failed, 2 usage, 3 drift found, 4 fenced by another driver,",
                "6 ended by an error of the process, such as no memory,",
                "7 refused: the source is not the one that was read before."
            })
    private static final class Root {}

    private static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tallyroll " + (version == null ? "(built from classes)" : version)};
        }
    }
}
