package tallyroll.protobuf;

import java.util.Arrays;
import java.util.SortedMap;

/** A message: its fields come in any order, and where it comes in pieces these are one. */
final class MessageStep implements FieldStep {
    private final int[] numbers;
    private final FieldStep[] steps;
    private final boolean group;
    private boolean present;

    /** @param fields by number; @param group whether it is written between tags, not behind its length */
    MessageStep(SortedMap<Integer, FieldStep> fields, boolean group) {
        numbers = fields.keySet().stream().mapToInt(Integer::intValue).toArray();
        steps = fields.values().toArray(FieldStep[]::new);
        this.group = group;
    }

    @Override
    public void clear() {
        if (present) {
            present = false;
            for (FieldStep step : steps) {
                step.clear();
            }
        }
    }

    @Override
    public void begin() {
        // a message is missing where it is not written
    }

    @Override
    public void empty() {
        if (!present) {
            present = true;
            for (FieldStep step : steps) {
                step.begin();
            }
        }
    }

    @Override
    public boolean read(WireInput in, int tag) {
        if ((tag & 7) != (group ? WireInput.GROUP : WireInput.BYTES)) {
            in.skipValue(tag);
            return false;
        }
        empty();
        if (group) {
            fields(in, tag >>> 3);
        } else {
            int outer = in.enter();
            fields(in, 0);
            in.leave(outer);
        }
        return in.ok();
    }

    /** Reads the message that a record is, to the record's end. */
    void readRecord(WireInput in) {
        clear();
        empty();
        fields(in, 0);
    }

    /** @param until the number of the group that ends the message; 0: it goes on to the end */
    private void fields(WireInput in, int until) {
        while (in.more()) {
            int tag = in.tag();
            int number = tag >>> 3;
            if (until != 0 && (tag & 7) == WireInput.GROUP_END) {
                if (number != until) {
                    in.fail("a group ends that did not begin");
                }
                return;
            }
            int found = Arrays.binarySearch(numbers, number);
            if (found >= 0) {
                steps[found].read(in, tag);
            } else if (in.ok()) {
                in.skipValue(tag);
            }
        }
        if (until != 0) {
            in.fail("it ends within a group");
        }
    }
}
