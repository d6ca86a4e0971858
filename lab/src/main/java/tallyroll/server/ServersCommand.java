package tallyroll.server;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.FormatOption;

/** {@code servers}, which is also {@code status} without a file. */
@CommandLine.Command(
        name = "servers",
        description = "Shows the local servers; the same as status without a FILE.",
        footer = {"", "Example:", "  ./tallyroll servers --format json"})
public final class ServersCommand implements Command {
    @Mixin
    private FormatOption format;

    @Override
    public int place() {
        return 140;
    }

    @Override
    public ExitCode run(Console console) {
        console.print(format.format(), ServerReport.of(LocalServers.of(console.directory())));
        return ExitCode.RIGHT;
    }
}
