package tallyroll.control;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the positions of a control row move, of each source by itself. */
final class Positions {
    private Positions() {}

    /** At the beginnings of what is left out of new sources, which is to be passed over. */
    static PipelineState.Builder begun(PipelineState before, List<Claim.Range> leftOut) {
        Map<String, Long> positions = new HashMap<>(before.positions());
        Map<String, SourceState> begun = new HashMap<>();
        for (Claim.Range range : leftOut) {
            positions.put(PipelineState.positionName(range.source(), range.partition()), range.from());
            if (range.length() > 0) {
                begun.merge(
                        range.source(),
                        before.source(range.source()).skipping(range),
                        (all, none) -> all.skipping(range));
            }
        }
        PipelineState.Builder after = before.toBuilder().positions(positions);
        begun.forEach(after::source);
        return after;
    }

    /** Behind what a claim has read of the sources. */
    static PipelineState.Builder advanced(PipelineState before, Claim claim, List<SourceProgress> progress) {
        List<Claim.Range> ranges = claim.match(
                ingest -> ingest.imports() ? List.of() : ingest.ranges(), settle -> List.of(), forget -> List.of());
        if (ranges.isEmpty()) {
            return before.toBuilder();
        }
        Map<String, Long> next = new HashMap<>(before.positions());
        Set<String> incarnations = new LinkedHashSet<>();
        for (Claim.Range range : ranges) {
            next.merge(PipelineState.positionName(range.source(), range.partition()), range.until(), Math::max);
            incarnations.add(range.source());
        }
        PipelineState.Builder after = before.toBuilder();
        for (String incarnation : incarnations) {
            List<SourceProgress> own = progress.stream()
                    .filter(task -> task.source().equals(incarnation))
                    .toList();
            String name = SourceState.baseName(incarnation);
            SourceState read = before.source(name).progressed(own);
            SourceState passed = position(next, name, read, PipelineState.positions(next, incarnation));
            if (!passed.equals(before.source(name))) {
                after.source(name, passed);
            }
        }
        return after.positions(next);
    }

    /** Moves positions behind what is skipped there. */
    static PipelineState.Builder positioned(
            PipelineState before, String name, SourceState source, Map<Integer, Long> positions) {
        Map<String, Long> next = new HashMap<>(before.positions());
        SourceState passed = position(next, name, source, positions);
        PipelineState.Builder after = before.toBuilder().positions(next);
        return passed.equals(before.source(name)) ? after : after.source(name, passed);
    }

    /** Moves a source's positions among all of them; returns the source without the skips that are passed. */
    private static SourceState position(
            Map<String, Long> all, String name, SourceState source, Map<Integer, Long> positions) {
        Map<Integer, Long> behind = new HashMap<>(positions);
        behind.replaceAll(source::behindSkips);
        behind.forEach(
                (partition, position) -> all.put(PipelineState.positionName(source.name(name), partition), position));
        return source.passed(behind);
    }
}
