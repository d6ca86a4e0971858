package tallyroll.pipeline;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Pipeline.Wal;

/**
 * How events come in: the other axis of the grid of strategies. What a definition, a person or a page has to know of it is answered
 * here; how it is opened and read is the engine's half of the same mode ({@code run.Ingestion}). {@link IngestionModes} lists them.
 *
 * <p>Stateless, and equal to any other of its label: {@link Strategy} travels with it to where tables are made and read.
 */
public abstract class IngestionMode implements Serializable {
    private static final long serialVersionUID = 1L;

    /** In a word: {@code receiver}. */
    public abstract String label();

    /** What it adds to a strategy's label: {@code -wal}. */
    public abstract String suffix();

    /** Whether it reads this source. A client without Spark reads any, whatever the mode says. */
    public abstract boolean reads(Source source);

    /** The sources it reads, as the reference says it. */
    public abstract String sources();

    /**
     * What to say to a strategy whose source it does not read.
     *
     * @param instead the label of the strategy that does
     */
    abstract KeyRule refusal(Source source, String instead);

    /** Whether senders wait for an answer, and so send again what was not answered. */
    public abstract boolean acknowledges();

    /** Whether a client without Spark can take events in this way; only where the summary mode can do without too. */
    public boolean withoutSpark() {
        return false;
    }

    /** The write-ahead log that events are read from; empty where there is none. */
    public Optional<Wal> log(Source source) {
        return Optional.empty();
    }

    /** What to say to keys that do not go with the strategy. */
    public List<KeyRule> keyRules(Strategy strategy) {
        return List.of(KeyRule.unused("source", "wal", strategy.label() + " has no write-ahead log"));
    }

    /** The keys that only this mode has, as the reference says it; empty if none. */
    public String ownKeys() {
        return "";
    }

    /** Where events are until a batch has taken them. */
    public abstract String waits();

    /** {@code check}: what is certain of an event that came in, continuing {@link SummaryMode#promise}. */
    public abstract String promise(Source source);

    /** {@code advise}: what it costs, a sentence each. */
    public abstract List<String> givesUp(Strategy strategy);

    @Override
    public final boolean equals(Object other) {
        return other instanceof IngestionMode mode && mode.label().equals(label());
    }

    @Override
    public final int hashCode() {
        return label().hashCode();
    }

    @Override
    public final String toString() {
        return label();
    }

    /** What a mode that takes events from receivers says to a topic. */
    static KeyRule notBeforeATopic(String instead) {
        return new KeyRule(
                "",
                "strategy",
                KeyRule.ANY,
                "puts a receiver before a Kafka topic, which is a log already: it could only lose events or write them twice",
                "write " + instead);
    }
}
