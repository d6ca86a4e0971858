package tallyroll.pipeline;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import tallyroll.decode.EventRule;
import tallyroll.event.EventSchema;
import tallyroll.event.PlausibleTime;
import tallyroll.pipeline.Pipeline.Rollup;

/**
 * What an event must meet beyond being well-formed, so that nothing that comes after decoding can fail of it (rule R18).
 *
 * @param maxMutationBytes the largest write that the store takes
 * @param recorded whether events are written to a record
 */
public record AcceptanceRules(
        List<Rollup> rollups, EventSchema schema, PlausibleTime plausible, int maxMutationBytes, boolean recorded)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public AcceptanceRules {
        rollups = List.copyOf(rollups);
    }

    public static AcceptanceRules of(Pipeline pipeline) {
        return new AcceptanceRules(
                pipeline.rollups(),
                pipeline.event().schema(),
                pipeline.plausibleTime(),
                pipeline.cassandra().maxMutationBytes(),
                pipeline.systemOfRecord().isPresent());
    }

    /** @param nowMicros when their batch was claimed; asked for each event */
    public List<EventRule> ofNewEvents(LongSupplier nowMicros) {
        List<EventRule> rules = new ArrayList<>(List.of(new PlausibleTimeRule(plausible, nowMicros)));
        rules.addAll(ofRecordedEvents());
        if (recorded) {
            rules.add(new EventSizeRule(maxMutationBytes));
        }
        return List.copyOf(rules);
    }

    /** What was recorded was accepted then; of the rules those are left without which a row could not be written. */
    public List<EventRule> ofRecordedEvents() {
        List<EventRule> rules = new ArrayList<>(MissingGroupRule.of(rollups, schema));
        rules.add(new GroupKeyRule(rollups, schema));
        return List.copyOf(rules);
    }
}
