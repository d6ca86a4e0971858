package tallyroll.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallyroll.control.IngestClaim;
import tallyroll.control.LastRead;
import tallyroll.control.SourceIdentity;
import tallyroll.control.SourcePartition;
import tallyroll.flow.SourceOpener;

/** A source of one partition, number 3, that holds nothing: it begins and ends at 5. */
final class NoSource implements SourceBinding, AvailableOffsets, SourceIdentity {
    @Override
    public Map<String, SourceIdentity> sources(Set<String> known) {
        return Map.of("nothing", this);
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }

    @Override
    public AllOffsets offsets() {
        return AllOffsets.of("nothing", this);
    }

    @Override
    public String where() {
        return "nothing";
    }

    @Override
    public Optional<String> id() {
        return Optional.empty();
    }

    @Override
    public Optional<String> identify() {
        return Optional.empty();
    }

    @Override
    public Map<Integer, Long> divergence(Map<Integer, LastRead> read) {
        return Map.of();
    }

    @Override
    public void start(long epoch) {
        // nothing is received
    }

    @Override
    public void stopReceiving() {
        // nothing is received
    }

    @Override
    public Map<String, String> streamOptions(Map<SourcePartition, Long> positions) {
        return TallySourceProvider.options(this, 0, positions);
    }

    @Override
    public SourceOpener opener(IngestClaim claim) {
        throw new IllegalStateException("there are no ranges to open");
    }

    @Override
    public void committed(Map<SourcePartition, Long> positions) {
        // nothing is kept
    }

    @Override
    public Set<SourcePartition> ended(Set<SourcePartition> partitions) {
        return Set.of();
    }

    @Override
    public Map<Integer, Long> earliest() {
        return Map.of(3, 5L);
    }

    @Override
    public Map<Integer, Long> latest() {
        return Map.of(3, 5L);
    }

    @Override
    public void close() {
        TallySourceProvider.forget(this);
    }
}
