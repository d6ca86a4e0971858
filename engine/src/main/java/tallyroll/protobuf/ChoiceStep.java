package tallyroll.protobuf;

import java.util.List;

/** A member of a oneof: where it is written, the others are not there. */
record ChoiceStep(FieldStep member, List<FieldStep> others) implements FieldStep {
    @Override
    public void clear() {
        member.clear();
    }

    @Override
    public void begin() {
        member.begin();
    }

    @Override
    public void empty() {
        member.empty();
    }

    @Override
    public boolean read(WireInput in, int tag) {
        boolean taken = member.read(in, tag);
        for (int i = 0; taken && i < others.size(); i++) {
            others.get(i).clear();
        }
        return taken;
    }
}
