package tallyroll.command;

import java.util.Optional;
import tallyroll.cli.Column;
import tallyroll.cli.Console;
import tallyroll.cli.Table;
import tallyroll.client.ClientRun;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.RunOptions;
import tallyroll.run.RunOptions.Extent;
import tallyroll.source.SourceException;
import tallyroll.store.Stores;

/** A client without Spark: of clients only the source and the tables know anything. */
record ClientWorker(Pipeline pipeline) implements Worker {
    @Override
    public void run(Console console, RunOptions options) throws InterruptedException {
        ClientLines lines = new ClientLines(console);
        lines.notice("starting \"" + pipeline.name() + "\": connecting to source "
                + pipeline.source().name() + " and to Cassandra at "
                + String.join(", ", pipeline.cassandra().contactPoints()));
        try (ClientRun run = ClientRun.open(pipeline, options.patience(), lines)) {
            Signals.onFirst(() -> {
                lines.notice("stopping when what was taken is counted");
                run.stop();
            });
            if (options.extent() == Extent.ONCE) {
                run.runOnce();
            } else {
                run.run();
            }
            console.say(run.totals().message());
        }
    }

    @Override
    public Optional<Table> status(Stores stores) {
        return Optional.of(Table.of(Column.text("fact"), Column.text("value"))
                .row("pipeline", pipeline.name() + ", " + pipeline.strategy().label())
                .row("driver", "none: any number of clients may run, and none of them is known here")
                .row("lag", lag())
                .row("books", "none that survive a client; each prints its own when it ends")
                .row("gaps", GapTable.sum(stores.record().gaps().totals()))
                .row("verified through", StreamWorker.UNVERIFIABLE)
                .build());
    }

    private String lag() {
        if (!(pipeline.source() instanceof Pipeline.Kafka)) {
            return "only the client knows what waits in its memory";
        }
        try {
            return "%,d records".formatted(ClientRun.lag(pipeline));
        } catch (SourceException unknown) {
            return "unknown: " + unknown.getMessage();
        }
    }
}
