package tallyroll.event;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import tallyroll.bytes.Slice;

/**
 * One decoded event: a reusable row of slots, filled by a decoder and read by measures. Not thread-safe; one per task.
 *
 * <p>Strings are slices of the source's bytes, valid until the next decode: who keeps one copies it. A slot that was not set
 * since {@link #clear} is null. Times are µs since 1970-01-01T00:00Z.
 */
public final class Event {
    private static final long EVERY_ROLLUP = -1;

    private final EventSchema schema;
    private final boolean[] present;
    private final long[] numbers;
    private final Slice[] texts;
    private final BigDecimal[] decimals;
    private long timeMicros;
    /** A bit for each rollup; all are set until a decoder says which. */
    private long counting = EVERY_ROLLUP;

    private boolean deletion;
    private boolean voiding;

    private long identityHigh;
    private long identityLow;

    public Event(EventSchema schema) {
        this.schema = schema;
        int size = schema.size();
        present = new boolean[size];
        numbers = new long[size];
        texts = Stream.generate(Slice::new).limit(size).toArray(Slice[]::new);
        decimals = new BigDecimal[size];
    }

    public EventSchema schema() {
        return schema;
    }

    public void clear() {
        for (int i = 0; i < present.length; i++) {
            present[i] = false;
        }
        counting = EVERY_ROLLUP;
        deletion = false;
        voiding = false;
    }

    /** Whether it says that what has its identity is gone: such an event takes the place of others and counts in no rollup. */
    public boolean isDeletion() {
        return deletion;
    }

    /** Whether it is no event of a source but an entry that takes its identity out for good, which no revision undoes. */
    public boolean isVoid() {
        return voiding;
    }

    /** Makes it such an entry, and so a deletion, until {@link #clear}. */
    public void markVoid() {
        voiding = true;
        deletion = true;
    }

    /** Makes it a deletion, until {@link #clear}. */
    public void markDeletion() {
        deletion = true;
    }

    public boolean isNull(int slot) {
        return !present[slot];
    }

    public void putNull(int slot) {
        present[slot] = false;
    }

    /** For int, long, boolean (0 or 1), timestamp (µs) and short decimals (unscaled). */
    public void putLong(int slot, long value) {
        present[slot] = true;
        numbers[slot] = value;
    }

    public void putDouble(int slot, double value) {
        putLong(slot, Double.doubleToRawLongBits(value));
    }

    /** A decimal of more than 18 digits; its scale is the field's. */
    public void putDecimal(int slot, BigDecimal value) {
        present[slot] = true;
        decimals[slot] = value;
    }

    /** A string's UTF-8 bytes, not copied; the slice may move on, the array must stay as it is. */
    public void putText(int slot, Slice utf8) {
        present[slot] = true;
        texts[slot].set(utf8);
    }

    public void putString(int slot, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        present[slot] = true;
        texts[slot].set(utf8, 0, utf8.length);
    }

    /** Takes a slot of another event whose field has the same type; a string's bytes are not copied. */
    public void copy(int slot, Event other, int otherSlot) {
        present[slot] = other.present[otherSlot];
        numbers[slot] = other.numbers[otherSlot];
        texts[slot].set(other.texts[otherSlot]);
        decimals[slot] = other.decimals[otherSlot];
    }

    public long longAt(int slot) {
        return numbers[slot];
    }

    public double doubleAt(int slot) {
        return Double.longBitsToDouble(numbers[slot]);
    }

    /** A string's UTF-8 bytes, valid until the next decode. */
    public Slice textAt(int slot) {
        return texts[slot];
    }

    public String stringAt(int slot) {
        return texts[slot].text();
    }

    /** A decimal field's value, short or long. */
    public BigDecimal decimalAt(int slot) {
        FieldType type = schema.field(slot).type();
        return type.longDecimal() ? BigDecimal.valueOf(numbers[slot], type.scale()) : decimals[slot];
    }

    /** Any numeric field's value as a double. */
    public double numberAt(int slot) {
        return switch (schema.field(slot).type().kind()) {
            case DOUBLE -> doubleAt(slot);
            case DECIMAL -> decimalAt(slot).doubleValue();
            default -> numbers[slot];
        };
    }

    /** Event time, µs since the epoch. */
    public long timeMicros() {
        return timeMicros;
    }

    public void timeMicros(long micros) {
        timeMicros = micros;
    }

    /** Whether it meets the {@code where} of the rollup of that index, as was decided when it was decoded. */
    public boolean counts(int rollup) {
        return (counting & 1L << rollup) != 0;
    }

    /** Leaves it out of a rollup, whose index is at most 63, until {@link #clear}. */
    public void leaveOut(int rollup) {
        counting &= ~(1L << rollup);
    }

    /** High and low half of the 128-bit identity hash (see {@link Identity}). */
    public long identityHigh() {
        return identityHigh;
    }

    public long identityLow() {
        return identityLow;
    }

    public void identity(long high, long low) {
        identityHigh = high;
        identityLow = low;
    }
}
