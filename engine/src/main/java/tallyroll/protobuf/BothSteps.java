package tallyroll.protobuf;

/** Two steps for one field: it is read as a value and through. */
record BothSteps(FieldStep first, FieldStep second) implements FieldStep {
    @Override
    public void clear() {
        first.clear();
        second.clear();
    }

    @Override
    public void begin() {
        first.begin();
        second.begin();
    }

    @Override
    public void empty() {
        first.empty();
        second.empty();
    }

    @Override
    public boolean read(WireInput in, int tag) {
        int begin = in.position();
        first.read(in, tag);
        in.back(begin);
        return second.read(in, tag);
    }
}
