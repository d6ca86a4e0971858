package tallyroll.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;

/** {@code up}: starts servers that outlive the command. */
@CommandLine.Command(
        name = "up",
        description = "Starts a local Kafka broker and Cassandra node, and leaves them running.",
        footer = {
            "",
            "Data, logs and process ids are kept in .tallyroll/ of the working directory.",
            "The usual ports 9092 and 9042 are taken if they are free; a server that was stopped or",
            "killed comes back on its old port with its data. Does nothing for a server that is up. Commands called in the same directory find the servers by",
            "themselves; elsewhere use the export lines.",
            "",
            "Example:",
            "  ./tallyroll up"
        })
public final class UpCommand implements Command {
    @Mixin
    private FormatOption format;

    @Override
    public int place() {
        return 120;
    }

    @Override
    public ExitCode run(Console console) {
        LocalServers servers = LocalServers.of(console.directory());
        List<LocalServer> down =
                servers.all().stream().filter(server -> !server.isRunning()).toList();
        down.stream()
                .filter(LocalServer::isStale)
                .forEach(server -> console.note("%s: process %d, on file as this server, is gone; starting another"
                        .formatted(server.name(), server.pid())));
        if (down.isEmpty()) {
            console.note("already up");
        } else {
            console.note("starting "
                    + String.join(" and ", down.stream().map(LocalServer::name).toList()) + ", about 10 seconds …");
        }
        Map<LocalServer, Integer> before = new LinkedHashMap<>();
        down.forEach(server -> server.lastPort().ifPresent(port -> before.put(server, port)));
        servers.start(Lifetime.ON_ITS_OWN);
        before.forEach((server, port) -> {
            if (server.port() != port) {
                console.note("%s: its old port %d is taken by another program; clients find it at %s now"
                        .formatted(server.name(), port, server.address()));
            }
        });
        console.print(format.format(), ServerReport.of(servers));
        if (format.format() == Format.TABLE) {
            console.say("");
            servers.all().forEach(server -> console.say("export %s=%s".formatted(server.variable(), server.address())));
            console.say("");
            console.say("Stop them with: ./tallyroll down");
        }
        return ExitCode.RIGHT;
    }
}
