package tallyroll.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tallyroll.event.EventEnvelope;

/**
 * How records are written, and what fields their events have.
 *
 * @param format as definitions have it
 * @param around how events stand in a record
 * @param csv empty for another format
 * @param lines empty for another format
 * @param schema the number of a registry's schema, which alone says what fields there are; empty where the records say it
 */
record Shape(
        String format,
        Around around,
        Optional<CsvShape> csv,
        Optional<LineForm> lines,
        OptionalInt schema,
        Profiles profiles) {
    private static final String WESTERN = "windows-1252";

    /**
     * How events stand in a record.
     *
     * @param envelope around each event
     * @param explode how several events stand in a record, as definitions have it; empty: a record is an event
     * @param why what the choice of {@code explode} goes by; empty without one
     * @param compression of the values; empty without one
     * @param encoding empty for UTF-8
     */
    record Around(EventEnvelope envelope, String explode, String why, String compression, String encoding) {
        Around exploded(String how, String reason) {
            return new Around(envelope, how, reason, compression, encoding);
        }
    }

    /** @throws SampleException where most records are in no format that is read */
    static Shape of(Sample sample, long nowMicros) {
        PackedValues packed = PackedValues.of(sample);
        List<SampleRecord> records = packed.unpacked().distinct();
        OptionalInt schema = BinaryForms.registered(records);
        if (schema.isPresent()) {
            return registered(records, packed.compression(), schema);
        }
        BinaryForms.refuse(sample, records);
        JsonShape json = JsonShape.of(records, nowMicros);
        if (json.understood() * 2 >= records.size()) {
            Around around = new Around(json.envelope(), json.explode(), json.why(), packed.compression(), "");
            return new Shape("json", around, Optional.empty(), Optional.empty(), OptionalInt.empty(), json.profiles());
        }
        refuseArrays(sample, records);
        return ofLines(sample, records, packed.compression());
    }

    private static void refuseArrays(Sample sample, List<SampleRecord> records) {
        long arrays = records.stream()
                .filter(record ->
                        JsonText.parse(record.value()).filter(JsonNode::isArray).isPresent())
                .count();
        if (arrays * 2 > records.size()) {
            throw new SampleException(
                    "Cannot make a definition of " + sample.origin()
                            + ": its records are arrays of values, and an event is a JSON object. Send each as an object with names.");
        }
    }

    private static Shape registered(List<SampleRecord> records, String compression, OptionalInt schema) {
        Profiles profiles = new Profiles();
        records.forEach(record -> {
            profiles.event(record);
            profiles.record(true);
        });
        Around around = new Around(EventEnvelope.NONE, "", "", compression, "");
        return new Shape("avro", around, Optional.empty(), Optional.empty(), schema, profiles);
    }

    private static Shape ofLines(Sample sample, List<SampleRecord> records, String compression) {
        String encoding = records.stream().allMatch(record -> utf8(record.value())) ? "" : WESTERN;
        Charset charset = encoding.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(WESTERN);
        Around around = new Around(EventEnvelope.NONE, "", "", compression, encoding);
        List<SampleRecord> split = linesOf(records);
        around = split.size() > records.size() ? around.exploded("lines", "each record holds several lines") : around;
        Optional<LineForm> form = LineForm.of(split, charset);
        if (form.isPresent()) {
            Profiles profiles = form.get().profiles(split, charset);
            return new Shape("text", around, Optional.empty(), form, OptionalInt.empty(), profiles);
        }
        CsvShape csv = CsvShape.of(split, charset).orElseThrow(() -> unknown(sample, records, charset));
        return new Shape("csv", around, Optional.of(csv), Optional.empty(), OptionalInt.empty(), csv.profiles());
    }

    private static SampleException unknown(Sample sample, List<SampleRecord> records, Charset charset) {
        return new SampleException(
                "Cannot make a definition of " + sample.origin()
                        + ": most of its records are neither a JSON object nor lines of CSV with one number of columns, nor lines of a"
                        + " log that is known. The first is "
                        + YamlText.example(new String(records.get(0).value(), charset))
                        + ". Lines of another log are taken apart by a pattern of your own: format: text, see docs/payloads.md.");
    }

    private static boolean utf8(byte[] record) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record));
            return true;
        } catch (CharacterCodingException otherwise) {
            return false;
        }
    }

    /** The lines of the records, where most hold several and none ends within quotes; the records themselves otherwise. */
    private static List<SampleRecord> linesOf(List<SampleRecord> records) {
        List<SampleRecord> lines = new ArrayList<>();
        int several = 0;
        for (SampleRecord record : records) {
            List<byte[]> parts = JsonText.lineBytes(record.value());
            if (parts.stream().anyMatch(part -> SampleReader.quotes(part) % 2 == 1)) {
                return records;
            }
            several += parts.size() > 1 ? 1 : 0;
            parts.forEach(part -> lines.add(record.withValue(part)));
        }
        return several * 2 > records.size() ? lines : records;
    }

    boolean json() {
        return format.equals("json");
    }
}
