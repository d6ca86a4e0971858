package tallyroll.redefinition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tallyroll.control.PipelineState;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.Aspect;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;

/**
 * A definition held against the one that is stored (rule R17).
 *
 * <p>Why these classes of change. What says where an event lies in the record, and what it is called there, cannot change: the record
 * would be read by other rules than it was written by. Everything else only says what is made of the record, so it can be made
 * again: the rollups that a change affects are <em>redefined</em>, and their rows are rewritten bucket by bucket. A field that is read
 * affects all rollups, since it decides which recorded events decode at all; a derived field affects those that name it, themselves
 * or by way of other derived fields. Which fields an expression names is taken from its words, so a rollup may be rewritten
 * that would not have needed it, never the other way.
 *
 * <p>An aspect that is stored nowhere yet, because an earlier release did not know it, is taken as it is today.
 */
public final class DefinitionChange {
    private static final Pattern DERIVED = Pattern.compile("[a-z]+(\\([0-9]+,[0-9]+\\))? = .*", Pattern.DOTALL);

    private final StoredDefinition stored;
    private final Pipeline pipeline;
    private final List<Aspect> common;
    private final List<RefusedChange> refusals = new ArrayList<>();
    private final Map<String, List<Difference>> redefined = new LinkedHashMap<>();
    private final List<Difference> removed = new ArrayList<>();
    private final List<StoredRollup> dropped = new ArrayList<>();
    private final Renames renames;

    private DefinitionChange(StoredDefinition stored, Pipeline pipeline) {
        this.stored = stored;
        this.pipeline = pipeline;
        common = Fingerprint.common(pipeline);
        renames = Renames.between(stored, pipeline);
    }

    public static DefinitionChange of(StoredDefinition stored, Pipeline pipeline) {
        DefinitionChange change = new DefinitionChange(stored, pipeline);
        if (stored.stored()) {
            change.compare();
        }
        return change;
    }

    /** What cannot change and did. */
    public List<RefusedChange> refusals() {
        return List.copyOf(refusals);
    }

    /** The rollups whose rows have to be made again, each with why. */
    public Map<String, List<Difference>> redefined() {
        return redefined;
    }

    /** Measures that are kept no longer; their columns stay. */
    public List<Difference> removed() {
        return List.copyOf(removed);
    }

    /** Rollups that are kept no longer; their tables stay. */
    public List<StoredRollup> dropped() {
        return List.copyOf(dropped);
    }

    /**
     * This, where the definition may be run.
     *
     * @param verb what is to be done, for the error
     * @throws DefinitionChangedException otherwise
     */
    public DefinitionChange requireAllowed(String verb) {
        if (!refusals.isEmpty()) {
            throw new DefinitionChangedException("Cannot " + verb + " \"" + pipeline.name()
                    + "\" with this definition: its record and rows were written under another.\n  "
                    + RefusedChange.sentences(refusals));
        }
        return this;
    }

    /**
     * Requires that the stored definition is this one, as far as rows are concerned.
     *
     * @param verb what is to be done, for the error
     * @throws DefinitionChangedException otherwise
     */
    public void requireCurrent(String verb) {
        requireAllowed(verb);
        if (!redefined.isEmpty()) {
            List<String> differences = new ArrayList<>();
            redefined.forEach((rollup, because) ->
                    differences.add("\"" + rollup + "\" (" + String.join("; ", texts(because)) + ")"));
            throw new DefinitionChangedException("Cannot " + verb + " \"" + pipeline.name()
                    + "\" yet: no run has stored this definition, and rows are of the one before. It redefines "
                    + String.join(", ", differences)
                    + ". Run it first, which makes the rows again: ./tallyroll run FILE");
        }
    }

    /** What running this definition changes, a line each; nothing where it is the stored one. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        redefined.forEach((rollup, because) -> lines.add("rollup \"" + rollup + "\" is redefined ("
                + String.join("; ", said(because)) + ")"
                + (pipeline.systemOfRecord().isPresent()
                        ? ": its rows are made again from the record, in the background"
                        : ": what was read before is not in it, for there is no record")));
        removed.forEach(measure ->
                lines.add(said(measure) + "; its columns stay, no longer kept, until \"plan --drop\" names them"));
        dropped.forEach(rollup -> lines.add("rollup \"" + rollup.name() + "\" is in the definition no more"
                + renames.ofRollup(rollup.name()) + "; its tables ("
                + String.join(", ", rollup.tables()) + ") stay, no longer kept, until \"plan --drop " + rollup.name()
                + "\""));
        return lines;
    }

    private String said(Difference difference) {
        return difference + renames.ofPart(difference.key());
    }

    private List<String> said(List<Difference> differences) {
        return differences.stream().map(this::said).toList();
    }

    /** What is stored once this definition runs from {@code state} on. */
    public StoredDefinition next(PipelineState state, long nowMicros) {
        long lastBatch = state.open().map(claim -> claim.batch()).orElse(state.committed());
        Redefined now = pipeline.systemOfRecord().isPresent()
                ? new Redefined(
                        lastBatch, Redefined.OPEN, nowMicros, state.forgotten().acceptedFrom())
                : new Redefined(lastBatch, Redefined.DONE, nowMicros);
        List<StoredRollup> rollups = new ArrayList<>();
        for (Rollup rollup : pipeline.rollups()) {
            Optional<StoredRollup> before = stored.rollup(rollup.name());
            Set<String> tables =
                    new LinkedHashSet<>(before.map(StoredRollup::tables).orElse(List.of()));
            tables.addAll(Fingerprint.tables(pipeline, rollup));
            List<Difference> because = redefined.getOrDefault(rollup.name(), List.of());
            rollups.add(new StoredRollup(
                    rollup.name(),
                    Fingerprint.of(rollup, pipeline.event()),
                    List.copyOf(tables),
                    because.isEmpty() ? before.map(StoredRollup::redefined).orElse(Redefined.NEVER) : now,
                    before.map(old -> ChangedParts.kept(old, rollup, pipeline.event(), because))
                            .orElse(Map.of()),
                    OptionalLong.empty()));
        }
        for (StoredRollup before : stored.rollups()) {
            if (rollups.stream().noneMatch(rollup -> rollup.name().equals(before.name()))) {
                rollups.add(before.droppedAfter().isPresent() ? before : droppedAfter(before, lastBatch));
            }
        }
        return new StoredDefinition(common, rollups);
    }

    private static StoredRollup droppedAfter(StoredRollup rollup, long batch) {
        return new StoredRollup(
                rollup.name(),
                rollup.aspects(),
                rollup.tables(),
                rollup.redefined(),
                rollup.parts(),
                OptionalLong.of(batch));
    }

    private void compare() {
        List<Difference> shared = new ArrayList<>();
        List<Difference> derived = new ArrayList<>();
        for (Difference difference : differences("", stored.aspects(), common)) {
            boolean field = difference.key().startsWith(Fingerprint.FIELDS);
            if (RefusedChange.fixed(difference.key())) {
                if (!difference.was().isEmpty() && !difference.now().isEmpty() && !moreTopics(difference)) {
                    refusals.add(RefusedChange.ofPipeline(difference));
                }
            } else if (field && (difference.now().isEmpty() || derived(difference))) {
                derived.add(difference);
            } else if (field || !difference.was().isEmpty()) {
                shared.add(difference);
            }
        }
        pipeline.rollups().forEach(rollup -> compare(rollup, shared, derived));
        stored.rollups().stream()
                .filter(rollup -> rollup.droppedAfter().isEmpty())
                .filter(rollup -> pipeline.rollups().stream()
                        .noneMatch(kept -> kept.name().equals(rollup.name())))
                .forEach(dropped::add);
    }

    private static boolean moreTopics(Difference difference) {
        return difference.key().equals(Fingerprint.SOURCE)
                && Fingerprint.moreTopics(difference.was(), difference.now());
    }

    /** Both sides are derived, or there is no other side: nothing that is read from an event differs. */
    private static boolean derived(Difference difference) {
        return (difference.was().isEmpty() || DERIVED.matcher(difference.was()).matches())
                && DERIVED.matcher(difference.now()).matches();
    }

    private void compare(Rollup rollup, List<Difference> shared, List<Difference> derived) {
        String prefix = "rollups." + rollup.name();
        List<Aspect> aspects = Fingerprint.of(rollup, pipeline.event());
        Optional<StoredRollup> before = stored.rollup(rollup.name());
        if (before.isEmpty()) {
            redefine(rollup, List.of(new Difference(prefix, "", "a new rollup")));
            return;
        }
        List<Difference> because = new ArrayList<>();
        before.get()
                .droppedAfter()
                .ifPresent(batch ->
                        because.add(new Difference(prefix, "kept no longer after batch " + batch, "kept again")));
        for (Difference difference : differences(prefix + ".", before.get().aspects(), aspects)) {
            if (difference.key().equals(prefix + "." + Fingerprint.BY)) {
                refusals.add(RefusedChange.ofGroup(difference));
            } else if (difference.now().isEmpty() && difference.key().startsWith(prefix + "." + Fingerprint.MEASURES)) {
                removed.add(difference);
            } else {
                because.add(difference);
            }
        }
        boolean recorded = pipeline.systemOfRecord().isPresent();
        because.addAll(recorded ? shared : named(shared, aspects));
        because.addAll(named(derived, aspects));
        if (!because.isEmpty()) {
            redefine(rollup, because);
        }
    }

    /** Without a record only what begins with nothing can be taken in: a rollup, a measure, a bucket length. */
    private void redefine(Rollup rollup, List<Difference> because) {
        if (pipeline.systemOfRecord().isEmpty()) {
            String prefix = "rollups." + rollup.name();
            because.stream()
                    .filter(difference -> !difference.key().equals(prefix)
                            && !difference.key().equals(prefix + "." + Fingerprint.EVERY))
                    .filter(difference ->
                            !difference.was().isEmpty() || difference.key().equals(prefix + "." + Fingerprint.WHERE))
                    .forEach(difference -> refusals.add(RefusedChange.withoutRecord(
                            difference, pipeline.strategy().label())));
        }
        redefined.put(rollup.name(), List.copyOf(because));
    }

    /** The differences of fields that a rollup names, itself or by way of derived fields. */
    private List<Difference> named(List<Difference> ofFields, List<Aspect> rollup) {
        Set<String> used = ofFields.isEmpty()
                ? Set.of()
                : ExpressionFields.named(
                        pipeline.event().schema(),
                        // The field that says deleted decides for every rollup.
                        Stream.concat(
                                        rollup.stream().map(Aspect::value),
                                        Stream.of(pipeline.event().deleteField()))
                                .toList());
        return ofFields.stream()
                .filter(difference -> difference.key().startsWith(Fingerprint.FIELDS))
                .filter(difference ->
                        used.contains(ExpressionFields.lower(difference.key().substring(Fingerprint.FIELDS.length()))))
                .toList();
    }

    private static List<Difference> differences(String prefix, List<Aspect> before, List<Aspect> now) {
        Map<String, String> was = new LinkedHashMap<>();
        before.forEach(aspect -> was.put(aspect.key(), aspect.value()));
        List<Difference> differences = new ArrayList<>();
        for (Aspect aspect : now) {
            String old = was.remove(aspect.key());
            if (!aspect.value().equals(old)) {
                differences.add(new Difference(prefix + aspect.key(), old == null ? "" : old, aspect.value()));
            }
        }
        was.forEach((key, value) -> differences.add(new Difference(prefix + key, value, "")));
        return differences;
    }

    private static List<String> texts(List<Difference> differences) {
        return differences.stream().map(Difference::toString).toList();
    }
}
