package tallyroll.protobuf;

/** A repeated field: its values are counted as they come, and those of the wanted indexes are read. */
final class ListStep implements FieldStep {
    private final FieldStep[] items;
    private final FieldStep other;
    private int next;

    /**
     * @param items by index; null where nobody reads one
     * @param other passes over a value
     */
    ListStep(FieldStep[] items, FieldStep other) {
        this.items = items.clone();
        this.other = other;
        for (int i = 0; i < items.length; i++) {
            this.items[i] = items[i] == null ? other : items[i];
        }
    }

    @Override
    public void clear() {
        for (FieldStep item : items) {
            item.clear();
        }
        next = 0;
    }

    @Override
    public void begin() {
        // it is empty
    }

    @Override
    public void empty() {
        // it is empty
    }

    @Override
    public boolean read(WireInput in, int tag) {
        FieldStep item = item();
        if (item instanceof ValueStep value && value.scalar().packable() && (tag & 7) == WireInput.BYTES) {
            packed(in);
            return true;
        }
        boolean taken = item.read(in, tag);
        next += taken ? 1 : 0;
        return taken;
    }

    private void packed(WireInput in) {
        int outer = in.enter();
        while (in.more() && next < items.length) {
            next += ((ValueStep) item()).readOne(in) ? 1 : 0;
        }
        in.leave(outer);
    }

    private FieldStep item() {
        return next < items.length ? items[next] : other;
    }
}
