package tallyroll.sample;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.Envelope;
import tallyroll.decode.Exploder;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.TransportField;
import tallyroll.expression.SparkExpressions;
import tallyroll.pipeline.AcceptanceRules;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.time.Micros;

/**
 * A draft run on its own sample, by the decoder and the rules that a pipeline has: what {@code test} would say.
 *
 * @param events how many were tried, with records that could not be taken apart, without header lines
 * @param rejects of those that are no events, by code and the field if there is one, in the order of their first
 */
record Trial(int events, Map<String, Reject> rejects) {
    private static final Pattern FIELD = Pattern.compile("field \"([A-Za-z0-9_]+)\"");

    /** Of records whose fields stand elsewhere. */
    static final Trial NONE = new Trial(0, Map.of());

    /**
     * Rejects of one kind.
     *
     * @param record of the first one, from 1
     * @param field empty where it is about none
     * @param reason of the first one, which may show a value
     */
    record Reject(int count, int record, String field, String reason) {
        Reject again() {
            return new Reject(count + 1, record, field, reason);
        }
    }

    static Trial of(String yaml, String name, Environment environment, Sample sample, long nowMicros) {
        Pipeline pipeline = Definition.parse(yaml, name + ".yaml", environment);
        Run run = new Run(pipeline, nowMicros);
        List<SampleRecord> records = sample.records();
        for (int i = 0; i < records.size(); i++) {
            run.take(records.get(i), i);
        }
        return new Trial(run.events, run.rejects);
    }

    int dead() {
        return rejects.values().stream().mapToInt(Reject::count).sum();
    }

    private static final class Run {
        private final RecordDecoder decoder;
        private final Optional<Exploder> exploder;
        private final List<String> beside;
        private final Event event;
        private final long nowMillis;
        private final Map<String, Reject> rejects = new LinkedHashMap<>();
        private int events;

        Run(Pipeline pipeline, long nowMicros) {
            decoder = new RecordDecoder(
                    pipeline.event(),
                    pipeline.source().name(),
                    SparkExpressions.of(pipeline).bind(),
                    AcceptanceRules.of(pipeline).ofNewEvents(() -> nowMicros));
            exploder = pipeline.event().framing().explode().none()
                    ? Optional.empty()
                    : Optional.of(new Exploder(pipeline.event()));
            beside = pipeline.event().keptBeside();
            event = new Event(pipeline.event().schema());
            nowMillis = nowMicros / Micros.PER_MILLI;
        }

        void take(SampleRecord record, int place) {
            Slice whole = wrapped(record);
            if (exploder.isEmpty()) {
                note(decoder.decode(whole, 0, place, event), place);
                return;
            }
            Decoding opened = exploder.get().open(whole);
            if (!opened.ok()) {
                note(opened, place);
            }
            for (Slice one = exploder.get().next();
                    one != null;
                    one = exploder.get().next()) {
                note(decoder.decode(one, 0, place, event), place);
            }
        }

        /** The record with what the definition has kept beside it; a file has no more than a time. */
        private Slice wrapped(SampleRecord record) {
            Envelope envelope = new Envelope().begin();
            for (String name : beside) {
                TransportField what = TransportField.of(name).orElseThrow();
                switch (what) {
                    case KAFKA_TIMESTAMP, RECEIVER_TIME ->
                        envelope.put(
                                name,
                                Slice.of(ByteBuffer.allocate(Long.BYTES)
                                        .putLong(record.millis().orElse(nowMillis))
                                        .array()));
                    case KAFKA_KEY -> record.key().ifPresent(key -> envelope.put(name, Slice.of(key)));
                    default -> {
                        byte[] header = record.headers().get(TransportField.headerName(name));
                        if (header != null && what == TransportField.KAFKA_HEADER) {
                            envelope.put(name, Slice.of(header));
                        }
                    }
                }
            }
            return envelope.wrap(Slice.of(record.value()));
        }

        private void note(Decoding decoding, int place) {
            if (decoding.ignored()) {
                return;
            }
            events++;
            if (!decoding.ok()) {
                Matcher found = FIELD.matcher(decoding.reason());
                String field = found.find() ? found.group(1) : "";
                rejects.merge(
                        decoding.code() + (field.isEmpty() ? "" : " " + field),
                        new Reject(1, place + 1, field, decoding.reason()),
                        (before, now) -> before.again());
            }
        }
    }
}
