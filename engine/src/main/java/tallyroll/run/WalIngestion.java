package tallyroll.run;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tallyroll.control.PipelineState;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.IngestionMode;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.RunOptions.Extent;
import tallyroll.run.RunOptions.Receivers;
import tallyroll.source.SourceBinding;
import tallyroll.wal.WalBinding;
import tallyroll.wal.WalBinding.Receiving;
import tallyroll.wal.WalDirectory;

/** Ranges of write-ahead logs. A run that ends with what is there now has no receiver of its own: it would not end. */
final class WalIngestion implements Ingestion {
    @Override
    public IngestionMode mode() {
        return IngestionModes.WAL;
    }

    @Override
    public SourceBinding open(
            Pipeline pipeline, Expressions expressions, RunOptions options, Consumer<String> notices) {
        boolean elsewhere = options.extent() == Extent.ONCE || options.receivers() == Receivers.ELSEWHERE;
        return new WalBinding(pipeline, expressions, elsewhere ? Receiving.ELSEWHERE : Receiving.HERE, notices);
    }

    @Override
    public SourceOpener opener(Pipeline pipeline) {
        return WalBinding.opener(pipeline);
    }

    @Override
    public Optional<Identity> identity(Pipeline pipeline) {
        WalBinding log = new WalBinding(pipeline, Expressions.NONE, Receiving.ELSEWHERE, notice -> {});
        return Optional.of(new Identity(log, log::close));
    }

    @Override
    public String lag(Pipeline pipeline, PipelineState state) {
        String source = pipeline.source().name();
        Map<Integer, Long> read = state.positions(state.source(source).name(source));
        return "%,d events in the write-ahead log"
                .formatted(WalDirectory.open(pipeline).look(Map.of()).unread(read));
    }
}
