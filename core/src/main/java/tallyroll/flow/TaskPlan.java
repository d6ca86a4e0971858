package tallyroll.flow;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import tallyroll.bucket.Granularity;
import tallyroll.control.IngestClaim;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.pipeline.AcceptanceRules;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Counting.Delivery;
import tallyroll.pipeline.Pipeline.RecordSpec.Keep;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Pipeline.SettleSpec;
import tallyroll.pipeline.SummaryMode;

/**
 * A definition compiled for its tasks: everything that they need to turn bytes into summary rows, resolved and checked, and
 * nothing else. It is what is serialised and sent to executors in place of the definition, so it has no addresses, no options of
 * clients and no secrets; where the stores are is said beside it, with secrets by reference ({@link
 * tallyroll.pipeline.Secret}).
 *
 * @param expressions derived fields and conditions, parsed and typed
 * @param recordBucket the buckets of the record; of meaning only where {@code mode} records
 * @param keep how long its buckets are kept
 * @param horizon how far apart copies of an event are recognised in buckets of the record; of meaning only where {@code mode} records
 * @param grace how long after its end a bucket of the record may be settled
 * @param settle how it is settled then
 * @param delivery of increments; of meaning only where {@code mode} keeps counters
 * @param maxAccumulators (group, bucket) pairs that a map task holds before it sends them on
 * @param rules what a well-formed event must meet as well
 */
public record TaskPlan(
        String pipeline,
        EventSpec event,
        Expressions expressions,
        List<Rollup> rollups,
        Granularity recordBucket,
        Keep keep,
        Horizon horizon,
        Duration grace,
        SettleSpec settle,
        SummaryMode mode,
        Delivery delivery,
        int maxAccumulators,
        AcceptanceRules rules)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public TaskPlan {
        rollups = List.copyOf(rollups);
    }

    public static TaskPlan of(Pipeline pipeline, Expressions expressions, int maxAccumulators) {
        return new TaskPlan(
                pipeline.name(),
                pipeline.event(),
                expressions,
                pipeline.rollups(),
                pipeline.record().bucket(),
                pipeline.record().keep(),
                Horizon.of(pipeline),
                pipeline.grace(),
                pipeline.settle(),
                pipeline.strategy().summaryMode(),
                pipeline.counting().delivery(),
                maxAccumulators,
                AcceptanceRules.of(pipeline));
    }

    /** The decoder of recorded events. */
    RecordDecoder decoder(String source, Expressions.Bound bound) {
        return new RecordDecoder(event.ofRecorded(), source, bound, rules.ofRecordedEvents());
    }

    /** The decoder of new events. */
    RecordDecoder decoderOfNewEvents(IngestClaim claim, String source) {
        return new RecordDecoder(event, source, expressions.bind(), rules.ofNewEvents(claim::claimedMicros));
    }

    /** The aggregator of recorded events, by event time. */
    MapSideAggregator aggregator() {
        return aggregator(MapSideAggregator.BY_EVENT_TIME);
    }

    /** The aggregator of new events, as summaries are kept. */
    MapSideAggregator aggregatorOfNewEvents(IngestClaim claim) {
        return aggregator(mode.rowTime().ofBatch(claim.writeTimestamp()).orElse(MapSideAggregator.BY_EVENT_TIME));
    }

    private MapSideAggregator aggregator(long time) {
        return new MapSideAggregator(rollups, event.schema(), maxAccumulators, time);
    }
}
