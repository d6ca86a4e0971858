package tallyroll.sample;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How records are written, and what fields they have.
 *
 * @param csv empty for JSON
 */
record Shape(Optional<CsvShape> csv, Profiles profiles) {
    private static final int REGISTRY_HEADER = 5;

    /** @throws SampleException where most records are in no format that is read */
    static Shape of(Sample sample) {
        List<byte[]> records = sample.distinct();
        JsonShape json = JsonShape.of(records);
        if (json.profiles().events() * 2 >= records.size()) {
            return new Shape(Optional.empty(), json.profiles());
        }
        framed(sample, records);
        if (json.arrays() * 2 >= records.size()) {
            throw new SampleException(
                    "Cannot make a definition of " + sample.origin()
                            + ": its records are arrays, and an event is a JSON object. Send each element as a record of its own.");
        }
        CsvShape csv = CsvShape.of(records)
                .orElseThrow(() -> new SampleException("Cannot make a definition of " + sample.origin()
                        + ": most of its records are neither a JSON object nor lines of CSV with one number of columns. The"
                        + " first is " + YamlText.example(new String(records.get(0), StandardCharsets.UTF_8)) + "."));
        return new Shape(Optional.of(csv), csv.profiles());
    }

    /** Whether a record is no event but a header line. */
    boolean header(byte[] record) {
        return csv.map(known -> known.isHeader(record)).orElse(false);
    }

    private static void framed(Sample sample, List<byte[]> records) {
        List<byte[]> framed = records.stream()
                .filter(record -> record.length > REGISTRY_HEADER && record[0] == 0)
                .toList();
        if (framed.size() * 2 > records.size()) {
            byte[] first = framed.get(0);
            int schema = (first[1] & 0xFF) << 24 | (first[2] & 0xFF) << 16 | (first[3] & 0xFF) << 8 | (first[4] & 0xFF);
            throw new SampleException("Cannot make a definition of " + sample.origin()
                    + ": its records begin with the five bytes of a schema registry (0, then the schema's id, here "
                    + schema
                    + "), so they are Avro, Protobuf or JSON with a schema. Their fields stand in that schema, and not in"
                    + " the records.");
        }
    }
}
