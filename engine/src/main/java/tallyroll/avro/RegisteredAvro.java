package tallyroll.avro;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import tallyroll.registry.RegisteredSchema;
import tallyroll.registry.RegisteredSchema.Reference;
import tallyroll.registry.SchemaRegistry;

/** Avro schemas of a registry, with those that they refer to. */
final class RegisteredAvro {
    private static final int MAX_REFERENCES = 200;

    private final SchemaRegistry registry;

    RegisteredAvro(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * The schema under an id; empty where there is none.
     *
     * @throws IncompatibleSchemaException where it is none of Avro's, or refers to what is not there
     * @throws RuntimeException of Avro's library where it is no schema
     */
    Optional<Schema> find(int id) throws IncompatibleSchemaException {
        Optional<RegisteredSchema> registered = registry.schema(id, "");
        if (registered.isEmpty()) {
            return Optional.empty();
        }
        RegisteredSchema schema = registered.get();
        if (!schema.type().equals("AVRO")) {
            throw new IncompatibleSchemaException("it is of the type " + schema.type() + ", not AVRO");
        }
        Schema.Parser parser = AvroSchemas.parser();
        refer(schema, parser, new LinkedHashSet<>());
        return Optional.of(parser.parse(schema.text()));
    }

    /** Has the parser know what a schema refers to; what those refer to comes first. */
    private void refer(RegisteredSchema schema, Schema.Parser parser, Set<Reference> seen)
            throws IncompatibleSchemaException {
        for (Reference reference : schema.references()) {
            if (!seen.add(reference)) {
                continue;
            }
            if (seen.size() > MAX_REFERENCES) {
                throw new IncompatibleSchemaException("it refers to more than " + MAX_REFERENCES + " others");
            }
            RegisteredSchema referred = registry.schema(reference, "")
                    .orElseThrow(() -> new IncompatibleSchemaException("it refers to version " + reference.version()
                            + " of \"" + reference.subject() + "\", which the registry does not have"));
            refer(referred, parser, seen);
            parser.parse(referred.text());
        }
    }
}
