package tallyroll.pipeline;

import java.util.List;
import java.util.Optional;
import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Pipeline.Wal;

/** A receiver that acknowledges once the event is in the write-ahead log. */
final class WalMode extends ReceivingMode {
    private static final long serialVersionUID = 1L;

    @Override
    public String label() {
        return "wal";
    }

    @Override
    public String suffix() {
        return "-wal";
    }

    @Override
    public Optional<Wal> log(Source source) {
        return source instanceof Receiver receiver ? Optional.of(receiver.wal()) : Optional.empty();
    }

    @Override
    public List<KeyRule> keyRules(Strategy strategy) {
        return List.of();
    }

    @Override
    public String ownKeys() {
        return "`source.wal`";
    }

    @Override
    public String waits() {
        return "in the write-ahead log, which outlives the process that wrote it";
    }

    @Override
    public String promise(Source source) {
        return "; what was acknowledged survives";
    }

    @Override
    public List<String> givesUp(Strategy strategy) {
        return List.of(
                "Every event is written to shared storage before it is acknowledged: slower answers, and storage to watch.");
    }
}
