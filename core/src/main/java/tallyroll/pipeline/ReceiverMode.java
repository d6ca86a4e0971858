package tallyroll.pipeline;

import java.util.List;
import tallyroll.pipeline.Pipeline.Source;

/** A receiver whose events wait in memory; with counters, a plain client without Spark. */
final class ReceiverMode extends ReceivingMode {
    private static final long serialVersionUID = 1L;

    @Override
    public String label() {
        return "receiver";
    }

    @Override
    public String suffix() {
        return "";
    }

    @Override
    public boolean withoutSpark() {
        return true;
    }

    @Override
    public String waits() {
        return "in the memory of the process that takes them in";
    }

    @Override
    public String promise(Source source) {
        return reads(source) ? "; what is in memory when the process dies is lost" : "";
    }

    /** Of a client without Spark nothing: what it loses or repeats is what its counters give up. */
    @Override
    public List<String> givesUp(Strategy strategy) {
        if (!strategy.streaming()) {
            return List.of();
        }
        return List.of(
                strategy.summaryMode().recorded()
                        ? "What only the receiver's memory held is lost when it dies: neither recorded nor counted."
                        : "What only the receiver's memory held is lost when it dies; what is sent again counts again.");
    }
}
