package tallyroll.protobuf;

import tallyroll.format.Form;
import tallyroll.format.Token;

/** What no field can hold, where a field reads it: a whole message, list or map. */
record UnreadableStep(Form form, Token token) implements FieldStep {
    @Override
    public void clear() {
        token.clear();
    }

    @Override
    public void begin() {
        // nothing is there yet
    }

    @Override
    public void empty() {
        token.set(form, 0);
    }

    @Override
    public boolean read(WireInput in, int tag) {
        in.skipValue(tag);
        token.set(form, 0);
        return true;
    }
}
