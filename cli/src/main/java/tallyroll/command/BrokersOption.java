package tallyroll.command;

import java.util.Optional;
import picocli.CommandLine.Option;
import tallyroll.cli.Console;
import tallyroll.pipeline.Pipeline.Kafka;

/** Which brokers a topic is on that was named alone. */
final class BrokersOption {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "",
            description = "Kafka's brokers (default: the pipeline's, or $KAFKA, or localhost:9092).")
    private String bootstrap = "";

    boolean isGiven() {
        return !bootstrap.isEmpty();
    }

    /** @param own what the pipeline reads, where that is Kafka */
    String brokers(Optional<Kafka> own, Console console) {
        return isGiven()
                ? bootstrap
                : own.map(Kafka::bootstrap)
                        .orElseGet(() -> console.environment().getOrDefault("KAFKA", "localhost:9092"));
    }
}
