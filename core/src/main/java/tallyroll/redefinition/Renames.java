package tallyroll.redefinition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.Aspect;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.event.EventSpec;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;

/**
 * What a change of the definition renames: a measure that is gone and one that is new in the same rollup, or a rollup that is gone and
 * one that is new, say the same word for word, and nothing else that is gone or new does. It is done as a removal and an addition
 * are, so to take one for the other changes nothing but what is said.
 *
 * <p>Rejected: copying the old column's values. CQL renames no such column, so each row would have to be read and written, which is
 * most of what making it again costs; and the copy would be as stale as a row that new events are not added to meanwhile.
 *
 * @param parts of a key of either side, what is said of it
 */
record Renames(Map<String, String> parts, Map<String, String> rollups) {
    /** Of a rollup that is gone, as the end of a sentence; empty where it was not renamed. */
    String ofRollup(String name) {
        return rollups.getOrDefault(name, "");
    }

    /** Of a key that is gone or new, likewise. */
    String ofPart(String key) {
        return parts.getOrDefault(key, "");
    }

    static Renames between(StoredDefinition stored, Pipeline pipeline) {
        Map<String, String> parts = new HashMap<>();
        Map<String, String> rollups = new HashMap<>();
        Map<String, String> gone = new HashMap<>();
        stored.rollups().stream()
                .filter(before -> before.droppedAfter().isEmpty())
                .filter(before -> pipeline.rollups().stream()
                        .noneMatch(rollup -> rollup.name().equals(before.name())))
                .forEach(before -> gone.put(before.name(), text(before.aspects())));
        Map<String, String> added = new HashMap<>();
        for (Rollup rollup : pipeline.rollups()) {
            List<Aspect> aspects = Fingerprint.of(rollup, pipeline.event());
            stored.rollup(rollup.name())
                    .ifPresentOrElse(
                            before -> measures(rollup, before, pipeline.event(), parts),
                            () -> added.put(rollup.name(), text(aspects)));
        }
        pairs(gone, added).forEach((was, now) -> {
            rollups.put(was, ": it is renamed to \"" + now + "\"");
            parts.put("rollups." + now, ", renamed from \"" + was + "\"");
        });
        return new Renames(parts, rollups);
    }

    private static void measures(Rollup rollup, StoredRollup before, EventSpec event, Map<String, String> parts) {
        Map<String, String> gone = measures(before.aspects());
        Map<String, String> added = measures(Fingerprint.of(rollup, event));
        Set<String> both = new HashSet<>(gone.keySet());
        both.retainAll(added.keySet());
        gone.keySet().removeAll(both);
        added.keySet().removeAll(both);
        String prefix = "rollups." + rollup.name() + "." + Fingerprint.MEASURES;
        pairs(gone, added).forEach((was, now) -> {
            parts.put(prefix + was, ", renamed to \"" + now + "\"");
            parts.put(prefix + now, ", renamed from \"" + was + "\"");
        });
    }

    private static Map<String, String> measures(List<Aspect> aspects) {
        Map<String, String> measures = new HashMap<>();
        aspects.stream()
                .filter(aspect -> aspect.key().startsWith(Fingerprint.MEASURES))
                .forEach(aspect -> measures.put(aspect.key().substring(Fingerprint.MEASURES.length()), aspect.value()));
        return measures;
    }

    /** The name that is gone → the new one, where both are the only ones to say what they say. */
    private static Map<String, String> pairs(Map<String, String> gone, Map<String, String> added) {
        Map<String, List<String>> now = added.keySet().stream().collect(Collectors.groupingBy(added::get));
        Map<String, List<String>> was = gone.keySet().stream().collect(Collectors.groupingBy(gone::get));
        Map<String, String> pairs = new HashMap<>();
        was.forEach((text, names) -> {
            if (names.size() == 1 && now.getOrDefault(text, List.of()).size() == 1) {
                pairs.put(names.get(0), now.get(text).get(0));
            }
        });
        return pairs;
    }

    private static String text(List<Aspect> aspects) {
        return aspects.stream()
                .map(aspect -> aspect.key() + "=" + aspect.value())
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
