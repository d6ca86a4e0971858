package tallyroll.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tallyroll.decode.TextPattern;
import tallyroll.event.Field;
import tallyroll.event.Payload;
import tallyroll.event.Payload.Compression;
import tallyroll.event.TransportField;
import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads the keys of {@code event} that say what a record's bytes are before their format is read. */
final class PayloadReader {
    private final Section event;
    private final DefinitionErrors faults;

    PayloadReader(Section event, DefinitionErrors faults) {
        this.event = event;
        this.faults = faults;
    }

    /**
     * The payload; of no use after a fault.
     *
     * @param fields those that could be read
     * @param places where a field of that name is declared
     */
    Payload read(Collection<Field> fields, Function<String, Place> places) {
        boolean text = "text".equals(event.text("format"));
        if (event.states("encoding")
                && event.scalar("encoding").isPresent()
                && !text
                && !List.of("csv", "").contains(event.text("format"))) {
            faults.add(
                    event.placeOf("encoding"),
                    "has no meaning for format " + event.text("format") + ", which is written in one way only",
                    "remove it");
        }
        Optional<TextPattern> pattern = text ? pattern() : Optional.empty();
        if (!text && event.states("text") && !event.text("format").isEmpty()) {
            faults.add(
                    event.placeOf("text"),
                    "has no meaning for format " + event.text("format"),
                    "remove it, or write format: text");
        }
        pattern.ifPresent(known -> fields.stream()
                .filter(field -> !field.derived()
                        && TransportField.of(field.path()).isEmpty()
                        && !known.groups().contains(field.path()))
                .forEach(field -> faults.add(
                        places.apply(field.name()),
                        "the field \"" + field.name() + "\" is read from the group \"" + field.path()
                                + "\", which the pattern of event.text does not have",
                        Words.suggestion(field.path(), known.groups(), "Groups"))));
        String encoding = event.text("encoding");
        return new Payload(
                compression(),
                encoding.isEmpty() ? Payload.PLAIN.encoding() : encoding,
                "ignore".equals(event.text("tombstones")),
                pattern.map(TextPattern::toString).orElse(""));
    }

    private Compression compression() {
        String written = event.text("compression");
        return written.isEmpty() ? Compression.NONE : Compression.valueOf(written.toUpperCase(Locale.ROOT));
    }

    private Optional<TextPattern> pattern() {
        Optional<Section> keys = event.section("text");
        if (!event.states("text")) {
            faults.add(
                    event.place(),
                    "format text needs the key \"text\" with a pattern",
                    "text: {preset: nginx}, or text: {pattern: '(?P<host>[^ ]+) (?P<bytes>[0-9]+)'}");
        }
        Optional<Scalar> preset = keys.flatMap(section -> section.scalar("preset"));
        if (preset.isPresent()) {
            return TextPattern.preset(preset.get().text()).map(TextPattern::compile);
        }
        Optional<Scalar> written = keys.flatMap(section -> section.scalar("pattern"));
        try {
            return written.map(Scalar::text).map(TextPattern::compile);
        } catch (IllegalArgumentException broken) {
            faults.add(written.orElseThrow(), broken.getMessage(), "such as '(?P<host>[^ ]+) (?P<bytes>[0-9]+)'");
            return Optional.empty();
        }
    }

    /** What a source that cuts bytes into records makes impossible. */
    void check(Source source, SourceGrammar sources) {
        SourceKind.Cut cut = source instanceof Receiver receiver
                ? sources.kind(receiver.kind()).map(SourceKind::cut).orElse(SourceKind.Cut.MESSAGES)
                : SourceKind.Cut.MESSAGES;
        Optional<Scalar> names = event.section("csv")
                .flatMap(keys -> keys.scalar("header"))
                .filter(header -> "names".equals(header.text()));
        if (names.isPresent() && cut != SourceKind.Cut.BODIES) {
            faults.add(
                    names.get(),
                    "has no meaning for the source " + source.name()
                            + ": each of its records is a line of its own, with no first line before it that could name its columns",
                    "write header: skip, and the columns in their order");
        }
        if (cut == SourceKind.Cut.MESSAGES) {
            return;
        }
        event.scalar("encoding")
                .filter(encoding -> encoding.text().startsWith("UTF-16"))
                .ifPresent(encoding -> faults.add(
                        encoding,
                        "cannot be read from the source " + source.name()
                                + ", which cuts what it is sent into lines at each byte 0A",
                        "send UTF-8: iconv -f UTF-16 -t UTF-8"));
        event.scalar("compression")
                .filter(compression -> !"none".equals(compression.text()))
                .ifPresent(compression -> faults.add(
                        compression,
                        "has no meaning for the source " + source.name() + ", which cuts what it is sent into lines",
                        cut == SourceKind.Cut.BODIES
                                ? "send a packed body with the header Content-Encoding: gzip"
                                : "send lines as they are"));
    }
}
