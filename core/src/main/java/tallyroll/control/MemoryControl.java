package tallyroll.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Control rows in memory, for the simulation and for tests. */
public final class MemoryControl implements ControlStore {
    private final Map<String, PipelineState> states = new HashMap<>();
    private final Map<String, TreeMap<Long, BatchEntry>> histories = new HashMap<>();

    @Override
    public synchronized Optional<PipelineState> read(String pipeline) {
        return Optional.ofNullable(states.get(pipeline));
    }

    @Override
    public synchronized boolean swap(PipelineState expected, PipelineState next) {
        ControlStore.requireNext(expected, next);
        PipelineState stored = states.getOrDefault(expected.pipeline(), PipelineState.initial(expected.pipeline()));
        if (stored.version() != expected.version()) {
            return false;
        }
        states.put(next.pipeline(), next);
        return true;
    }

    @Override
    public synchronized void append(String pipeline, BatchEntry entry) {
        histories
                .computeIfAbsent(pipeline, none -> new TreeMap<>())
                .merge(
                        entry.claim().batch(),
                        entry,
                        (stored, fresh) ->
                                fresh.claim().writeTimestamp() >= stored.claim().writeTimestamp() ? fresh : stored);
    }

    @Override
    public synchronized List<BatchEntry> history(String pipeline, int max) {
        return histories.getOrDefault(pipeline, new TreeMap<>()).descendingMap().values().stream()
                .limit(max)
                .toList();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
