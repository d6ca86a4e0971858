package tallyroll.server;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;

/** {@code down}: stops what {@code up} started. */
@CommandLine.Command(
        name = "down",
        description = "Stops the local servers; with --wipe also deletes their data.",
        footer = {"", "Example:", "  ./tallyroll down --wipe"})
public final class DownCommand implements Command {
    @Option(names = "--wipe", description = "Delete the servers' data and logs in .tallyroll/ too.")
    private boolean wipe;

    @Override
    public int place() {
        return 130;
    }

    @Override
    public ExitCode run(Console console) {
        LocalServers servers = LocalServers.of(console.directory());
        List<LocalServer> up =
                servers.all().stream().filter(LocalServer::isRunning).toList();
        if (up.isEmpty()) {
            console.say("nothing is up in " + servers.directory());
        }
        servers.stop();
        up.forEach(server -> console.say("stopped " + server.name()));
        if (wipe) {
            servers.wipe();
            console.say("wiped " + servers.directory());
        }
        return ExitCode.RIGHT;
    }
}
