package tallyroll.avro;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import tallyroll.avro.AvroDecoder.Frame;
import tallyroll.avro.AvroDecoder.Opened;
import tallyroll.bytes.Slice;
import tallyroll.decode.RejectCode;
import tallyroll.format.Wanted;
import tallyroll.registry.RegistryException;
import tallyroll.registry.SchemaRegistry;

/**
 * Confluent's wire format: a zero, the id of the schema that a record was written with in four bytes, the record. What is known of an id is
 * kept for as many ids as a topic may well have.
 */
final class RegistryFrame implements Frame {
    private static final int HEADER = 1 + 4;
    private static final int MAX_IDS = 1_000;

    private final RegisteredAvro schemas;
    private final Optional<Schema> reader;
    private final Wanted wanted;
    private final Map<Integer, Opened> known = new LinkedHashMap<>(16, 0.75f, true);
    private int lastId = -1;
    private Opened last;

    /** @param reader the schema that records are read as; empty: each as the one that it was written with */
    RegistryFrame(SchemaRegistry registry, Optional<Schema> reader, Wanted wanted) {
        schemas = new RegisteredAvro(registry);
        this.reader = reader;
        this.wanted = wanted;
    }

    @Override
    public Opened open(Slice raw) {
        byte[] bytes = raw.array();
        int from = raw.from();
        if (raw.length() < HEADER || bytes[from] != 0) {
            return Opened.refused(RejectCode.NOT_AVRO.because(
                    "the record does not begin with a zero and the id of a schema, as those of a schema registry do"));
        }
        int id = (bytes[from + 1] & 0xff) << 24
                | (bytes[from + 2] & 0xff) << 16
                | (bytes[from + 3] & 0xff) << 8
                | (bytes[from + 4] & 0xff);
        if (id == lastId && last != null) {
            return last;
        }
        last = known.get(id);
        lastId = id;
        if (last == null) {
            Optional<Opened> opened = open(id);
            if (opened.isEmpty()) {
                return Opened.refused(
                        RejectCode.UNKNOWN_SCHEMA.because("the schema registry has no schema of id " + id));
            }
            last = opened.get();
            known.put(id, last);
            if (known.size() > MAX_IDS) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return last;
    }

    /** Empty where the registry has none, which may change. */
    private Optional<Opened> open(int id) {
        if (id < 0) {
            return Optional.empty();
        }
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
            return Opened.at(HEADER, Steps.of(writer, reader.orElse(writer), wanted));
        } catch (IncompatibleSchemaException incompatible) {
            return Opened.refused(RejectCode.INCOMPATIBLE_SCHEMA.because(
                    "the record's schema cannot be read as that of event.avro.schema: " + incompatible.getMessage()));
        }
    }
}
