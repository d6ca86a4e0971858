package tallyroll.server;

import java.nio.file.Files;
import tallyroll.cli.Column;
import tallyroll.cli.Table;

/** The servers of a directory as a table, one row each. */
final class ServerReport {
    private ServerReport() {}

    static Table of(LocalServers servers) {
        Table.Builder table = Table.of(
                Column.text("server"),
                Column.text("version"),
                Column.text("state"),
                Column.text("address"),
                Column.text("pid"),
                Column.text("log"));
        for (LocalServer server : servers.all()) {
            boolean running = server.isRunning();
            table.row(
                    server.name(),
                    server.version(),
                    state(server, running),
                    running ? server.address() : null,
                    running ? server.pid() : null,
                    Files.exists(server.log()) ? server.log() : null);
        }
        return table.build();
    }

    private static String state(LocalServer server, boolean running) {
        if (running) {
            return server.isServing() ? "up" : "not answering";
        }
        return server.isStale() ? "down (crashed or killed)" : "down";
    }
}
