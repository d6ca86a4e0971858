package tallyroll.avro;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tallyroll.pipeline.CheckedFormat;
import tallyroll.pipeline.FormatKind;
import tallyroll.pipeline.FormatSection;
import tallyroll.pipeline.SourceKey;
import tallyroll.pipeline.SourceSection;
import tallyroll.pipeline.SourceSettings;
import tallyroll.pipeline.ValueType;
import tallyroll.pipeline.WrittenFile;
import tallyroll.registry.RegistryKeys;
import tallyroll.registry.RegistrySpec;

/** {@code event: {format: avro, avro: {schema: flights.avsc}}}; see docs/payloads. */
public final class AvroKind implements FormatKind {
    static final String NAME = "avro";

    static final SourceKey<WrittenFile> SCHEMA = SourceKey.optional(
            "schema",
            ValueType.FILE,
            "a file with the schema that records are written with; with a registry, the one that they are read as",
            "flights.avsc");
    static final SourceKey<SourceSettings> REGISTRY =
            RegistryKeys.key("where the schemas are whose ids stand before records, for framing confluent");
    static final SourceKey<AvroFraming> FRAMING = SourceKey.optional(
            "framing",
            ValueType.oneOf(AvroFraming.class, AvroFraming::label),
            "what stands before a record: nothing, the header of Avro's single-object encoding, or the id of a schema in a registry; "
                    + "confluent with a registry, and none without one, if not given",
            "single-object");

    private static final SourceSection SECTION = SourceSection.of(SCHEMA, FRAMING, REGISTRY);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String meaning() {
        return "how Avro is written; needed for format avro, and only there";
    }

    @Override
    public SourceSection section() {
        return SECTION;
    }

    @Override
    public Optional<CheckedFormat> read(FormatSection section) {
        SourceSettings settings = section.settings();
        Optional<SourceSettings> asked = settings.find(REGISTRY);
        AvroFraming framing =
                settings.find(FRAMING).orElse(asked.isPresent() ? AvroFraming.CONFLUENT : AvroFraming.NONE);
        Optional<String> schema = settings.find(SCHEMA).flatMap(file -> schema(file, section));
        Optional<RegistrySpec> registry = asked.flatMap(keys -> RegistryKeys.read(keys, section));
        if (asked.isPresent() != (framing == AvroFraming.CONFLUENT)) {
            section.error(
                    FRAMING,
                    "framing " + framing.label()
                            + (asked.isPresent() ? " has no ids for a registry" : " needs a registry"),
                    "write registry and framing: confluent, or neither");
            return Optional.empty();
        }
        if (asked.isEmpty() && settings.find(SCHEMA).isEmpty()) {
            section.error("needs the key \"schema\" or \"registry\"", "");
            return Optional.empty();
        }
        boolean faulty =
                settings.find(SCHEMA).isPresent() != schema.isPresent() || asked.isPresent() != registry.isPresent();
        return faulty
                ? Optional.empty()
                : Optional.of(new AvroFormat(schema.orElse(null), framing, registry.orElse(null)));
    }

    private static Optional<String> schema(WrittenFile file, FormatSection section) {
        return section.bytes(file).flatMap(bytes -> {
            try {
                return Optional.of(AvroSchemas.parse(new String(bytes, StandardCharsets.UTF_8))
                        .toString());
            } catch (RuntimeException notASchema) {
                section.error(file, "is not an Avro schema: " + AvroSchemas.fault(notASchema), "");
                return Optional.empty();
            }
        });
    }
}
