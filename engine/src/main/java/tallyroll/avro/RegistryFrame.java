package tallyroll.avro;

import java.util.Optional;
import org.apache.avro.Schema;
import tallyroll.avro.AvroDecoder.Frame;
import tallyroll.avro.AvroDecoder.Opened;
import tallyroll.bytes.Slice;
import tallyroll.decode.RejectCode;
import tallyroll.format.Wanted;
import tallyroll.registry.KnownIds;
import tallyroll.registry.RegistryException;
import tallyroll.registry.SchemaRegistry;

/** Confluent's wire format: before a record stands the id of the schema that it was written with. */
final class RegistryFrame implements Frame {
    private final RegisteredAvro schemas;
    private final Optional<Schema> reader;
    private final Wanted wanted;
    private final KnownIds<Opened> known = new KnownIds<>(this::ask);

    /** @param reader the schema that records are read as; empty: each as the one that it was written with */
    RegistryFrame(SchemaRegistry registry, Optional<Schema> reader, Wanted wanted) {
        schemas = new RegisteredAvro(registry);
        this.reader = reader;
        this.wanted = wanted;
    }

    @Override
    public Opened open(Slice raw) {
        if (!KnownIds.begins(raw)) {
            return Opened.refused(RejectCode.NOT_AVRO.because(
                    "the record does not begin with a zero and the id of a schema, as those of a schema registry do"));
        }
        int id = KnownIds.id(raw);
        Opened opened = known.find(id);
        return opened != null
                ? opened
                : Opened.refused(RejectCode.UNKNOWN_SCHEMA.because("the schema registry has no schema of id " + id));
    }

    private Optional<Opened> ask(int id) {
        try {
            return schemas.find(id).map(this::opened);
        } catch (IncompatibleSchemaException other) {
            return Optional.of(Opened.refused(RejectCode.UNKNOWN_SCHEMA.because(
                    "the schema of id " + id + " cannot be used: " + other.getMessage())));
        } catch (RegistryException noAnswer) {
            throw noAnswer;
        } catch (RuntimeException | StackOverflowError unreadable) {
            String why =
                    unreadable instanceof RuntimeException wrong ? AvroSchemas.fault(wrong) : "it is nested too deep";
            return Optional.of(Opened.refused(
                    RejectCode.UNKNOWN_SCHEMA.because("the schema of id " + id + " cannot be used: " + why)));
        }
    }

    private Opened opened(Schema writer) {
        try {
            return Opened.at(KnownIds.HEADER, Steps.of(writer, reader.orElse(writer), wanted));
        } catch (IncompatibleSchemaException incompatible) {
            return Opened.refused(RejectCode.INCOMPATIBLE_SCHEMA.because(
                    "the record's schema cannot be read as that of event.avro.schema: " + incompatible.getMessage()));
        }
    }
}
