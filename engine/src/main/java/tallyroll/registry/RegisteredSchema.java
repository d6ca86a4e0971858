package tallyroll.registry;

import java.util.List;

/**
 * A schema as a registry has it.
 *
 * @param type {@code AVRO}, {@code PROTOBUF} or {@code JSON}
 * @param text in the letters of its type
 * @param references the schemas that it names
 * @param id what it is registered under; 0 where the answer did not say, as one to a question for an id
 */
public record RegisteredSchema(String type, String text, List<Reference> references, int id) {
    public RegisteredSchema {
        references = List.copyOf(references);
    }

    /** @param name as the schema names it; @param subject where it is registered */
    public record Reference(String name, String subject, int version) {}

    long size() {
        return text.length() + 100L * (1 + references.size());
    }
}
