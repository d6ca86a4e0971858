package tallyroll.pipeline;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Pipeline.Wal;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads {@code source}: one ingestion mode, and the write-ahead log behind a receiver. */
final class SourceReader {
    /** What the direct source sets itself; another value would break what it promises. */
    private static final Set<String> OWN_OPTIONS = Set.of(
            "bootstrap.servers",
            "group.id",
            "key.deserializer",
            "value.deserializer",
            "enable.auto.commit",
            "auto.offset.reset",
            "isolation.level");

    private final Section source;
    private final SourceGrammar grammar;
    private final String pipeline;
    private final DefinitionErrors faults;

    /** @param pipeline its name, of which a directory is made */
    SourceReader(Section source, SourceGrammar grammar, String pipeline, DefinitionErrors faults) {
        this.source = source;
        this.grammar = grammar;
        this.pipeline = pipeline;
        this.faults = faults;
    }

    /** The source, or empty after a fault that leaves none. */
    Optional<Source> read() {
        List<String> kinds = source.stated().stream()
                .filter(key -> !key.equals(SourceGrammar.WAL))
                .toList();
        if (kinds.size() != 1) {
            return Optional.empty();
        }
        String kind = kinds.get(0);
        return source.section(kind).map(keys -> switch (kind) {
            case SourceGrammar.KAFKA -> kafka(keys);
            case SourceGrammar.CUSTOM -> custom(keys);
            default -> receiver(kind, keys, keys);
        });
    }

    private Kafka kafka(Section kafka) {
        Map<String, Scalar> options = scalars(kafka.section("options"));
        options.forEach((name, value) -> {
            if (OWN_OPTIONS.contains(name)) {
                faults.add(value.place(), "Tallyroll sets this property itself", "remove it");
            }
        });
        Topics topics = topics(kafka);
        return new Kafka(
                kafka.text("bootstrap"),
                topics,
                new StartReader(faults).read(kafka, topics),
                Options.read("source.kafka.options", options),
                maxPerBatch(kafka));
    }

    /** Of a definition with a fault in them, some that it does not mean. */
    private Topics topics(Section kafka) {
        List<Scalar> listed = kafka.scalars("topics");
        Set<String> names = new LinkedHashSet<>();
        for (Scalar topic : listed) {
            if (!names.add(topic.text())) {
                faults.add(topic, "appears twice in the list", "keep one of them");
            }
        }
        Optional<Scalar> pattern = kafka.scalar("pattern");
        if (pattern.isPresent()) {
            try {
                Pattern.compile(pattern.get().text());
                return Topics.like(pattern.get().text());
            } catch (PatternSyntaxException wrong) {
                faults.add(
                        pattern.get(),
                        "is not a regular expression: " + wrong.getDescription() + " at character "
                                + (wrong.getIndex() + 1),
                        "write one such as \"orders-.*\"");
            }
        }
        return names.isEmpty() ? Topics.named(kafka.text("topic")) : new Topics(List.copyOf(names), "");
    }

    private Receiver custom(Section keys) {
        Section options = keys.section("options").orElse(Section.none(keys.placeOf("options")));
        keys.scalar("kind").ifPresent(kind -> {
            if (!kind.text().equals(kind.shown())) {
                faults.add(kind, "is a variable, and must be known to check the options", "write the name of the kind");
            } else if (grammar.checks() && grammar.kind(kind.text()).isEmpty()) {
                faults.add(
                        kind,
                        "there is no source of that kind on the class path",
                        Words.suggestion(kind.text(), grammar.names(), "Kinds"));
            }
        });
        return receiver(keys.text("kind"), options, keys);
    }

    /**
     * A receiver.
     *
     * @param own where the keys are that its kind declares
     * @param common where those are that every receiver has
     */
    private Receiver receiver(String kind, Section own, Section common) {
        return new Receiver(
                kind,
                grammar.kind(kind)
                        .map(known -> SourceSettings.read(known.section(), own, faults))
                        .orElseGet(SourceSettings::unchecked),
                SourceGrammar.BUFFER.read(common, faults).orElse(0L),
                maxPerBatch(common),
                wal());
    }

    private static Map<String, Scalar> scalars(Optional<Section> section) {
        Map<String, Scalar> scalars = new LinkedHashMap<>();
        section.ifPresent(written -> written.entries()
                .keySet()
                .forEach(name -> scalars.put(name, written.scalar(name).orElseThrow())));
        return scalars;
    }

    private Wal wal() {
        Section wal = source.section(SourceGrammar.WAL).orElse(Section.none(source.place()));
        return new Wal(
                wal.states("directory") ? wal.text("directory") : ".tallyroll/wal/" + pipeline,
                SourceGrammar.SEGMENT.read(wal, faults).orElse(0L),
                Options.read("source.wal.options", scalars(wal.section("options"))));
    }

    private long maxPerBatch(Section keys) {
        return SourceGrammar.MAX_PER_BATCH.read(keys, faults).orElse(1L);
    }
}
