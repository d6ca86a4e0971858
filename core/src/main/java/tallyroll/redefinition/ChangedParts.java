package tallyroll.redefinition;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.event.EventSpec;
import tallyroll.measure.MeasureSpec;
import tallyroll.pipeline.Pipeline.Rollup;

/**
 * Which measures and bucket lengths of a redefined rollup say what they said: a measure that is added to others leaves the columns of
 * those as right as they were, though all of their rows are made again. Where a change may concern more than is certain, it does.
 */
final class ChangedParts {
    private ChangedParts() {}

    /**
     * When the parts that are left as they were last changed, where that is not when the rollup does now.
     *
     * @param before the rollup as it is stored
     * @param because what changes; nothing where nothing does
     */
    static Map<String, Redefined> kept(StoredRollup before, Rollup rollup, EventSpec event, List<Difference> because) {
        Map<String, Redefined> kept = new LinkedHashMap<>();
        parts(rollup)
                .filter(part -> !changes(part, before.name(), rollup, event, because))
                .forEach(part -> kept.put(part, before.part(part)));
        if (because.isEmpty()) {
            kept.values().removeIf(before.redefined()::equals);
        }
        return kept;
    }

    private static Stream<String> parts(Rollup rollup) {
        return Stream.concat(
                rollup.every().stream().map(Object::toString),
                rollup.measures().stream().map(MeasureSpec::name));
    }

    private static boolean changes(String part, String name, Rollup rollup, EventSpec event, List<Difference> because) {
        String prefix = "rollups." + name + ".";
        return because.stream().anyMatch(difference -> {
            String key = difference.key();
            if (key.equals(prefix + Fingerprint.EVERY)) {
                return !lengths(difference.was()).contains(part)
                        && lengths(difference.now()).contains(part);
            }
            if (key.startsWith(prefix + Fingerprint.MEASURES)) {
                return key.equals(prefix + Fingerprint.MEASURES + part);
            }
            return !key.startsWith(Fingerprint.FIELDS)
                    || !onlyMeasuresName(key.substring(Fingerprint.FIELDS.length()), rollup, event)
                    || measuresNaming(key.substring(Fingerprint.FIELDS.length()), rollup, event)
                            .contains(part);
        });
    }

    private static Set<String> lengths(String every) {
        return Set.of(every.split(", ", -1));
    }

    /** Not what the rollup is {@code by}, nor a condition of all of it. */
    private static boolean onlyMeasuresName(String field, Rollup rollup, EventSpec event) {
        return !ExpressionFields.named(
                                event.schema(),
                                Stream.concat(rollup.by().stream(), Stream.of(rollup.where(), event.deleteField()))
                                        .toList())
                        .contains(ExpressionFields.lower(field))
                && event.schema().slot(field) >= 0
                && event.schema().field(event.schema().slot(field)).derived();
    }

    private static Set<String> measuresNaming(String field, Rollup rollup, EventSpec event) {
        Set<String> naming = new HashSet<>();
        rollup.measures().stream()
                .filter(measure -> ExpressionFields.named(event.schema(), List.of(measure.written()))
                        .contains(ExpressionFields.lower(field)))
                .forEach(measure -> naming.add(measure.name()));
        return naming;
    }
}
