package tallyroll.decode;

import tallyroll.bytes.Slice;

/** A number that counts from 1970, as one of several ways to write a time. */
final class EpochText implements TimeText {
    private final EpochTime epoch;
    private final NumberText number = new NumberText();

    EpochText(EpochTime epoch) {
        this.epoch = epoch;
    }

    @Override
    public long micros(Slice text) {
        return number.read(text) ? epoch.micros(number) : NONE;
    }

    @Override
    public String rule() {
        return "a number of " + epoch.pattern();
    }
}
