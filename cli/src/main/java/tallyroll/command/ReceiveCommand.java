package tallyroll.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.expression.SparkExpressions;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.Receivers;
import tallyroll.wal.WalWriter;

/** {@code tallyroll receive FILE}. */
@CommandLine.Command(
        name = "receive",
        description = "Runs a pipeline's receiver alone, in front of its write-ahead log, until stopped.",
        footer = {
            "",
            "Several receivers may feed one engine, from any machine that reaches the log's directory; each writes a log of its",
            "own. The engine is then: ./tallyroll run FILE --receivers elsewhere. No Spark and no Cassandra is needed here.",
            "",
            "Example:",
            "  ./tallyroll receive examples/readings.yaml"
        })
public final class ReceiveCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Option(
            names = "--report",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How often to say what was received, s; 0 for never (default: ${DEFAULT-VALUE}).")
    private int reportSeconds = 10;

    @Override
    public int place() {
        return 45;
    }

    @Override
    public ExitCode run(Console console) throws InterruptedException {
        Pipeline pipeline = file.read(console);
        if (pipeline.log().isEmpty()) {
            throw Failure.usage("Cannot receive for \"" + pipeline.name() + "\": strategy "
                    + pipeline.strategy().label()
                    + " has no write-ahead log to receive into; only strategies that end in -wal have. \"./tallyroll run\""
                    + " has everything the others need.");
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Signals.onFirst(stopped::countDown);
        WalWriter writer = open(pipeline, console);
        try (writer;
                Receiver receiver = Receivers.open(pipeline, SparkExpressions.of(pipeline), writer, console::note)) {
            receiver.start();
            console.note("receiving: " + receiver.where() + ", into log " + writer.log() + " of "
                    + pipeline.receiver().wal().directory());
            report(console, writer, stopped);
            console.note("stopping: what was received is made durable and acknowledged");
        }
        console.say(received(writer));
        return ExitCode.RIGHT;
    }

    private static WalWriter open(Pipeline pipeline, Console console) {
        return WalWriter.open(pipeline, console::note);
    }

    private void report(Console console, WalWriter writer, CountDownLatch stopped) throws InterruptedException {
        long before = 0;
        long every = reportSeconds == 0 ? Long.MAX_VALUE : reportSeconds;
        while (!stopped.await(every, TimeUnit.SECONDS)) {
            if (writer.figures().entries() > before) {
                console.note(received(writer));
                before = writer.figures().entries();
            }
        }
    }

    private static String received(WalWriter writer) {
        WalWriter.Figures figures = writer.figures();
        return "received %,d events, %,d bytes, in %,d commits of the log"
                .formatted(figures.entries(), figures.bytes(), figures.commits());
    }
}
