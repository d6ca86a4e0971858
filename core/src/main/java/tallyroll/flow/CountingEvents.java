package tallyroll.flow;

import java.util.HashMap;
import java.util.Map;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.decode.Decoding;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.record.SystemOfRecord;

/**
 * The events of record buckets that count, with their bytes as they were recorded: of each identity one, and none of what was deleted. A
 * block after the other is held in memory, and the identities of which there are several. Not thread-safe.
 *
 * <p>They come in record order: by batch, task, and place in the source. Where so many identities of a bucket are repeated that it is
 * gone through several times, each time gives those of one range in that order.
 */
public final class CountingEvents {
    private final TaskPlan plan;
    private final EventSpec spec;
    private final SystemOfRecord record;
    private final long before;
    private final Expressions.Bound expressions;
    private final Map<String, RecordDecoder> decoders = new HashMap<>();
    private final Event event;
    private long order;
    private long unreadable;
    private String firstReason = "";

    /** Receives an event and its bytes, both valid during the call. */
    @FunctionalInterface
    public interface Visitor {
        void event(Event event, Slice raw);
    }

    /** @param before events of batches from this number on are not there, {@link RecountInput#ALL_BATCHES} for none */
    public CountingEvents(TaskPlan plan, SystemOfRecord record, long before) {
        this.plan = plan;
        this.record = record;
        this.before = before;
        spec = plan.event().ofRecorded();
        expressions = plan.expressions().bind();
        event = new Event(spec.schema());
    }

    /** @param repeated what was found of this bucket among others */
    public void visit(long bucket, RepeatedIdentities repeated, Visitor visitor) {
        int passes = BucketChoice.passes(spec, repeated.in(bucket));
        boolean looksFirst = BucketChoice.looksFirst(spec, bucket, repeated, record);
        for (int pass = 0; pass < passes; pass++) {
            BucketChoice choice = new BucketChoice(spec, bucket, repeated, pass);
            if (looksFirst) {
                read(bucket, raw -> choice.offer(event, order), false);
            }
            read(
                    bucket,
                    raw -> {
                        if (choice.covers(event) && choice.counts(event, order)) {
                            visitor.event(event, raw);
                        }
                    },
                    pass == 0);
        }
    }

    /** How many recorded events of the buckets visited so far are none by this definition; they count nowhere. */
    public long unreadable() {
        return unreadable;
    }

    /** Why the first of them is none; empty where there are none. */
    public String firstReason() {
        return firstReason;
    }

    private interface Decoded {
        void event(Slice raw);
    }

    private void read(long bucket, Decoded visitor, boolean first) {
        order = 0;
        record.read(bucket, new SystemOfRecord.EventReader() {
            private boolean earlier;

            @Override
            public void batch(long number) {
                earlier = number < before;
            }

            @Override
            public void event(Claim.Range source, long offset, Slice raw) {
                if (earlier && decoded(source, offset, raw, first)) {
                    visitor.event(raw);
                    order++;
                }
            }
        });
    }

    private boolean decoded(Claim.Range source, long offset, Slice raw, boolean first) {
        RecordDecoder decoder = decoders.computeIfAbsent(source.source(), name -> plan.decoder(name, expressions));
        String reason;
        try {
            Decoding decoding = decoder.decode(raw, source.partition(), offset, event);
            if (decoding.ok()) {
                return true;
            }
            reason = decoding.reason();
        } catch (RuntimeException | StackOverflowError poison) { // what no rule foresees is a dead letter elsewhere too
            reason = poison.toString();
        }
        if (first && unreadable++ == 0) {
            firstReason = reason;
        }
        return false;
    }
}
