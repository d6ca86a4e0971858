package tallyroll.avro;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.FieldReader;
import tallyroll.event.Field;
import tallyroll.format.Digest;
import tallyroll.format.Wanted;
import tallyroll.pipeline.CheckedFormat;
import tallyroll.pipeline.Secret;
import tallyroll.registry.RegistrySpec;
import tallyroll.registry.SchemaRegistry;

/**
 * Avro as a definition describes it.
 *
 * @param schema JSON, of the schema that records are read as: without a registry that which they are written with; null: with a registry,
 *     each as it is written
 * @param framing what stands before a record
 * @param registry has the schemas that records are written with; null where there is none
 */
record AvroFormat(String schema, AvroFraming framing, RegistrySpec registry) implements CheckedFormat {
    @Override
    public String label() {
        return AvroKind.NAME;
    }

    /** The canonical form of a schema says all about how records of it are written, and nothing else. */
    @Override
    public String encoding() {
        if (registry != null) {
            return "framing " + framing.label();
        }
        Schema written = AvroSchemas.parse(schema);
        return "framing " + framing.label() + ", schema " + written.getFullName() + " "
                + Digest.of(SchemaNormalization.toParsingForm(written));
    }

    @Override
    public String readAs() {
        return known().map(read -> "schema " + read.getFullName() + " " + Digest.of(read.toString()))
                .orElse("the schema that a record is written with");
    }

    @Override
    public FieldDecoder decoder(List<FieldReader> fields) {
        Wanted.Tree tree = Wanted.Tree.of(fields);
        if (registry != null) {
            return new AvroDecoder(tree, new RegistryFrame(SchemaRegistry.of(registry), known(), tree.root()));
        }
        Schema written = AvroSchemas.parse(schema);
        return new AvroDecoder(tree, framing.of(written, Steps.of(written, tree.root())));
    }

    @Override
    public Optional<Unreadable> unreadable(Field field) {
        return known().flatMap(read -> SchemaPaths.unreadable(read, field));
    }

    @Override
    public List<Secret> secrets() {
        return registry == null ? List.of() : List.of(registry.password());
    }

    private Optional<Schema> known() {
        return Optional.ofNullable(schema).map(AvroSchemas::parse);
    }

    /** Without the schema, which may be long. */
    @Override
    public String toString() {
        return "AvroFormat[" + framing.label() + "]";
    }
}
