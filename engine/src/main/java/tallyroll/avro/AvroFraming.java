package tallyroll.avro;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import tallyroll.avro.AvroDecoder.Frame;
import tallyroll.avro.AvroDecoder.Opened;
import tallyroll.bytes.Slice;
import tallyroll.decode.RejectCode;

/** What stands before a record. */
enum AvroFraming {
    /** Nothing. */
    NONE("none"),
    /** C3 01 and the schema's fingerprint, as Avro's specification has it. */
    SINGLE_OBJECT("single-object"),
    /** A zero and the id of a schema in a registry. */
    CONFLUENT("confluent");

    private static final int HEADER = 2 + 8;

    private final String label;

    AvroFraming(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    Frame of(Schema written, Step step) {
        Opened bare = Opened.at(0, step);
        return this == NONE ? raw -> bare : singleObject(written, step);
    }

    private static Frame singleObject(Schema written, Step step) {
        long fingerprint = SchemaNormalization.parsingFingerprint64(written);
        Opened framed = Opened.at(HEADER, step);
        return raw -> {
            if (raw.length() < HEADER || raw.array()[raw.from()] != (byte) 0xC3 || raw.array()[raw.from() + 1] != 1) {
                return Opened.refused(RejectCode.NOT_AVRO.because(
                        "the record does not begin with C3 01 and a fingerprint, as framing single-object has it"));
            }
            long seen = littleEndian(raw);
            return seen == fingerprint
                    ? framed
                    : Opened.refused(RejectCode.UNKNOWN_SCHEMA.because(
                            "the record is written with a schema of fingerprint %016x".formatted(seen)
                                    + "; that of event.avro.schema is %016x".formatted(fingerprint)));
        };
    }

    private static long littleEndian(Slice raw) {
        long value = 0;
        for (int i = HEADER - 1; i >= 2; i--) {
            value = value << 8 | (raw.array()[raw.from() + i] & 0xffL);
        }
        return value;
    }
}
