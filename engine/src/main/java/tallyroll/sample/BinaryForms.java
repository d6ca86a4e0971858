package tallyroll.sample;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Bytes that are no text: what they are by how they begin, and what can be done with them. */
final class BinaryForms {
    private static final int REGISTRY_HEADER = 5;
    private static final int LOOKED_AT = 1_000;

    private static final String AVRO =
            "Write its schema into a file, and a definition by hand: format: avro, avro: {schema: FILE%s}, see \"Avro\" in docs/payloads.md.";

    /** Beginnings in the letters of ISO-8859-1, each with what it is. */
    private static final Map<String, String> BEGINNINGS = Map.of(
            "Obj\u0001",
            "an Avro container file, which holds many events and their schema, where a topic has one datum a record."
                    + " See what is in it with avro-tools tojson, and sample that",
            "\u00c3\u0001",
            "Avro with the fingerprint of its schema, and the schema is not in it. "
                    + AVRO.formatted(", framing: single-object").replaceFirst("\\.$", ""),
            "PAR1",
            "a Parquet file, which no source reads. Export it as lines of JSON or CSV, and sample those",
            "ORC",
            "an ORC file, which no source reads. Export it as lines of JSON or CSV, and sample those",
            "PK\u0003\u0004",
            "a zip archive (or a spreadsheet). Unpack it, or export it as CSV, and sample that");

    private BinaryForms() {}

    /** What begins so and is no text; empty where it may be one. */
    static Optional<String> name(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 4), StandardCharsets.ISO_8859_1);
        return BEGINNINGS.entrySet().stream()
                .filter(known -> start.startsWith(known.getKey())
                        && (bytes.length > 4 || known.getKey().length() < 4))
                .filter(known -> !known.getKey().equals("ORC") || zero(bytes).isPresent())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The place of the first byte that is 0, which no text in UTF-8 has, among the first ones. */
    static OptionalInt zero(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, LOOKED_AT); i++) {
            if (bytes[i] == 0) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The schema that the first record names in the header of a registry, where most records have one and no JSON behind it. */
    static OptionalInt registered(List<SampleRecord> records) {
        List<SampleRecord> framed = records.stream()
                .filter(record -> record.value().length > REGISTRY_HEADER
                        && record.value()[0] == 0
                        && JsonText.parse(record.value()).isEmpty())
                .toList();
        return framed.size() * 2 > records.size()
                ? OptionalInt.of(ByteBuffer.wrap(framed.get(0).value()).getInt(1))
                : OptionalInt.empty();
    }

    /** @throws SampleException where most of the records are binary, with what they are */
    static void refuse(Sample sample, List<SampleRecord> records) {
        long binary = records.stream()
                .filter(record -> name(record.value()).isPresent()
                        || (zero(record.value()).isPresent()
                                && JsonText.parse(record.value()).isEmpty()))
                .count();
        if (binary * 2 > records.size()) {
            String what = records.stream()
                    .flatMap(record -> name(record.value()).stream())
                    .findFirst()
                    .map(known -> "they are " + known + ".")
                    .orElse("if they are Avro without a header, their fields stand in a schema, and not in them. "
                            + AVRO.formatted(""));
            throw new SampleException(
                    "Cannot make a definition of " + sample.origin() + ": its records are no text; " + what);
        }
    }
}
