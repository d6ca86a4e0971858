package tallyroll.avro;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Reads schemas. */
final class AvroSchemas {
    private AvroSchemas() {}

    /** @throws AvroRuntimeException whose message says what is wrong with it */
    static Schema parse(String json) {
        return parser().parse(json);
    }

    static Schema.Parser parser() {
        return new Schema.Parser(NameValidator.UTF_VALIDATOR);
    }

    /** What is wrong with a text that is no schema, in a line. */
    static String fault(RuntimeException wrong) {
        String message = wrong.getMessage() == null ? wrong.toString() : wrong.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }
}
