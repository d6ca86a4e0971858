package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.EventRule;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Missing;
import tallyroll.pipeline.Pipeline.Rollup;

/**
 * {@code missing: skip-rollup}: an event that lacks a field is left out of the rollups that group by it and counts in the others. No
 * event is refused.
 */
final class MissingGroupRule implements EventRule {
    private final int[] slots;
    /** At each place a rollup that groups by the field of the slot at that place. */
    private final int[] rollups;

    private MissingGroupRule(List<int[]> places) {
        slots = places.stream().mapToInt(place -> place[0]).toArray();
        rollups = places.stream().mapToInt(place -> place[1]).toArray();
    }

    /** The rule, in a list; no rule where no group field may be missing. */
    static List<EventRule> of(List<Rollup> rollups, EventSchema schema) {
        List<int[]> places = new ArrayList<>();
        for (int rollup = 0; rollup < rollups.size(); rollup++) {
            for (String field : rollups.get(rollup).by()) {
                int slot = schema.slot(field);
                if (schema.field(slot).missing().kind() == Missing.Kind.SKIP_ROLLUP) {
                    places.add(new int[] {slot, rollup});
                }
            }
        }
        return places.isEmpty() ? List.of() : List.of(new MissingGroupRule(places));
    }

    @Override
    public Decoding check(Slice raw, Event event) {
        for (int place = 0; place < slots.length; place++) {
            if (event.isNull(slots[place])) {
                event.leaveOut(rollups[place]);
            }
        }
        return Decoding.OK;
    }
}
