package tallyroll.pipeline;

import java.util.List;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.Pipeline.Source;

/** Ranges of a Kafka topic. */
final class DirectMode extends IngestionMode {
    private static final long serialVersionUID = 1L;

    @Override
    public String label() {
        return "direct";
    }

    @Override
    public String suffix() {
        return "-direct";
    }

    @Override
    public boolean reads(Source source) {
        return source instanceof Kafka;
    }

    @Override
    public String sources() {
        return "`kafka`";
    }

    @Override
    KeyRule refusal(Source source, String instead) {
        return new KeyRule(
                "",
                "strategy",
                KeyRule.ANY,
                "reads ranges of a Kafka topic, and what came in by " + source.name() + " cannot be read a second time",
                "write " + instead + ", or let the source be kafka");
    }

    @Override
    public boolean acknowledges() {
        return false;
    }

    @Override
    public String waits() {
        return "in the topic, as long as Kafka keeps them";
    }

    @Override
    public String promise(Source source) {
        return "; nothing inside the topic is lost";
    }

    @Override
    public List<String> givesUp(Strategy strategy) {
        return List.of("What Kafka deletes before it was read is a gap: known, written down, not counted.");
    }
}
