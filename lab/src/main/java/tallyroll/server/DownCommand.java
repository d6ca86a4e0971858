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
        description = "Stops the local servers; with --wipe also deletes their data, write-ahead logs and checkpoints.",
        footer = {"", "Example:", "  ./tallyroll down --wipe"})
public final class DownCommand implements Command {
    @Option(
            names = "--wipe",
            description =
                    "Delete all that is in .tallyroll/ too: the servers' data and logs, write-ahead logs, checkpoints.")
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
            List<String> removed = new Remains(servers.directory()).delete();
            removed.forEach(console::say);
            if (removed.isEmpty()) {
                console.say("there was nothing to remove in " + servers.directory());
            }
        }
        return ExitCode.RIGHT;
    }
}
