package tallyroll.sample;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.pipeline.AcceptanceRules;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/**
 * A draft run on its own sample, by the decoder and the rules that a pipeline has.
 *
 * @param records how many were tried: all but header lines
 * @param rejects of those that are no events, how many for each reason: its code, and the field if there is one. Never a value: it
 *     may be a secret
 */
record Trial(int records, Map<String, Integer> rejects) {
    private static final Pattern FIELD = Pattern.compile("field \"([A-Za-z0-9_]+)\"");

    static Trial of(String yaml, String name, Environment environment, Sample sample, Shape shape, long nowMicros) {
        Pipeline pipeline = Definition.parse(yaml, name + ".yaml", environment);
        RecordDecoder decoder = new RecordDecoder(
                pipeline.event(),
                pipeline.source().name(),
                Expressions.NONE.bind(),
                AcceptanceRules.of(pipeline).ofNewEvents(() -> nowMicros));
        Event event = new Event(pipeline.event().schema());
        Map<String, Integer> rejects = new TreeMap<>();
        List<byte[]> records = sample.records().stream()
                .filter(record -> !shape.header(record))
                .toList();
        for (int i = 0; i < records.size(); i++) {
            Decoding decoding = decoder.decode(Slice.of(records.get(i)), 0, i, event);
            if (!decoding.ok()) {
                Matcher field = FIELD.matcher(decoding.reason());
                rejects.merge(decoding.code() + (field.find() ? " " + field.group(1) : ""), 1, Integer::sum);
            }
        }
        return new Trial(records.size(), rejects);
    }

    int dead() {
        return rejects.values().stream().mapToInt(Integer::intValue).sum();
    }
}
