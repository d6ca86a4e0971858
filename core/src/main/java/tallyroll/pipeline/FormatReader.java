package tallyroll.pipeline;

import java.util.Locale;
import java.util.Optional;
import tallyroll.event.EventFormat;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Field;
import tallyroll.event.TransportField;
import tallyroll.pipeline.Value.Section;

/** Reads {@code event.format}, with the section of a format that this module does not read itself. */
final class FormatReader {
    private final FormatGrammar grammar;
    private final FormatSection.Files files;

    FormatReader(FormatGrammar grammar, FormatSection.Files files) {
        this.grammar = grammar;
        this.files = files;
    }

    /** The format, or empty after a fault. */
    Optional<EventFormat> read(Section event, DefinitionErrors errors) {
        String name = event.text("format");
        for (FormatKind kind : grammar.kinds()) {
            if (event.states(kind.name()) && !kind.name().equals(name) && !name.isEmpty()) {
                errors.add(
                        event.placeOf(kind.name()),
                        "has no meaning for format " + name,
                        "remove it, or write format: " + kind.name());
            }
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<FormatKind> kind = grammar.kind(name);
        return kind.isPresent()
                ? read(kind.get(), event, errors)
                : Optional.of(Format.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private Optional<EventFormat> read(FormatKind kind, Section event, DefinitionErrors errors) {
        if (!event.states(kind.name()) && !kind.section().shape().mayBeEmpty()) {
            errors.add(
                    event.place(),
                    "format " + kind.name() + " needs the key \"" + kind.name() + "\": " + kind.meaning(),
                    "");
            return Optional.empty();
        }
        Optional<Section> written = event.section(kind.name());
        if (written.isEmpty() && event.states(kind.name())) {
            return Optional.empty();
        }
        Section keys = written.orElse(Section.none(event.placeOf(kind.name())));
        SourceSettings settings = SourceSettings.read(kind.section(), keys, errors);
        return kind.read(new FormatSection(settings, keys, files, errors)).map(EventFormat.class::cast);
    }

    /** Says which fields the format cannot give. */
    static void check(CheckedFormat format, Iterable<Field> fields, FieldReader declared, DefinitionErrors errors) {
        for (Field field : fields) {
            if (!field.derived() && TransportField.of(field.path()).isEmpty()) {
                format.unreadable(field)
                        .ifPresent(fault -> errors.add(
                                declared.pathOf(field.name()),
                                "the field \"" + field.name() + "\" " + fault.rule(),
                                fault.suggestion()));
            }
        }
    }
}
