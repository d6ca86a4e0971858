package tallyroll.protobuf;

import tallyroll.format.Form;
import tallyroll.format.Token;

/** A Timestamp or a Duration: seconds in field 1, nanoseconds in field 2. */
final class SecondsStep implements FieldStep {
    private static final int SECONDS = 1 << 3 | WireInput.VARINT;
    private static final int NANOS = 2 << 3 | WireInput.VARINT;

    private final Form form;
    private final Token token;
    private long seconds;
    private int nanos;

    SecondsStep(Form form, Token token) {
        this.form = form;
        this.token = token;
    }

    @Override
    public void clear() {
        token.clear();
        seconds = 0;
        nanos = 0;
    }

    @Override
    public void begin() {
        // a message is missing where it is not written
    }

    @Override
    public void empty() {
        token.set(form, seconds, nanos);
    }

    @Override
    public boolean read(WireInput in, int tag) {
        if ((tag & 7) != WireInput.BYTES) {
            in.skipValue(tag);
            return false;
        }
        int outer = in.enter();
        while (in.more()) {
            int inner = in.tag();
            if (inner == SECONDS) {
                seconds = in.varint();
            } else if (inner == NANOS) {
                nanos = (int) in.varint();
            } else if (in.ok()) {
                in.skipValue(inner);
            }
        }
        in.leave(outer);
        token.set(form, seconds, nanos);
        return in.ok();
    }
}
