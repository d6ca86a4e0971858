package tallyroll.protobuf;

/** What nobody reads. @param wire the wire type of the field's values */
record SkipStep(int wire) implements FieldStep {
    @Override
    public void clear() {
        // nothing is noted
    }

    @Override
    public void begin() {
        // nothing is noted
    }

    @Override
    public void empty() {
        // nothing is noted
    }

    @Override
    public boolean read(WireInput in, int tag) {
        in.skipValue(tag);
        return (tag & 7) == wire;
    }
}
