package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.FieldType;
import tallyroll.event.Identity;

/**
 * The canonical bytes of an event's id, and its identity (rule R1). The bytes are part of the on-disk format, for other bytes
 * make a replayed event look new.
 *
 * <p>A string is its UTF-8. Every other value is its canonical ASCII text: whole numbers in decimal; a decimal without zeros at
 * the end ({@code 1.50} is {@code 1.5}); a double that is whole and below 2^53 as that number, any other as {@code 0x} and its 16
 * hexadecimal bits; a boolean as {@code true} or {@code false}; a timestamp as its µs since 1970. So {@code 7} is one id whether
 * the field is an int, a long or a string. An id of one field is these bytes; of several, each field's bytes after their length
 * as a varint, in declared order.
 *
 * <p>Of several events in one message, the one at index k has the message's position or id and k, unless its id is of its own: has a field
 * that stands in the part that was taken apart.
 */
final class EventIdentity {
    private static final long EXACT_DOUBLES = 1L << 53;

    private final EventSpec spec;
    private final int[] slots;
    private final FieldType[] types;
    private final long sourceSeed;
    private final ByteWriter id = new ByteWriter();
    private final ByteWriter part = new ByteWriter();
    /** Whether events of one message can have one id. */
    private final boolean shared;

    EventIdentity(EventSpec spec, String sourceName) {
        this.spec = spec;
        slots = spec.idFields().stream().mapToInt(spec.schema()::slot).toArray();
        sourceSeed = Identity.sourceSeed(slots.length == 0 ? sourceName : Identity.sourceOfIds(sourceName));
        types = new FieldType[slots.length];
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] < 0) {
                throw new IllegalArgumentException(
                        "the id field \"" + spec.idFields().get(i) + "\" is not among the fields");
            }
            types[i] = spec.schema().field(slots[i]).type();
        }
        shared = Arrays.stream(slots)
                .noneMatch(slot -> spec.framing().explode().owns(spec.schema().field(slot)));
    }

    /** Whether the events of one message have one id, and their index tells them apart. */
    boolean shared() {
        return shared;
    }

    /** @param element {@link Message#element} */
    Decoding set(int partition, long position, int element, Event into) {
        for (int i = 0; i < slots.length; i++) {
            if (into.isNull(slots[i])) {
                return RejectCode.MISSING_FIELD.because(
                        "field \"" + spec.idFields().get(i)
                                + "\" is missing or null; it is part of the id, which every event of this pipeline needs");
            }
        }
        if (slots.length == 0) {
            Identity.ofPosition(sourceSeed, partition, position, into);
        } else if (slots.length == 1) {
            ofOne(into);
        } else {
            ofSeveral(into);
        }
        if (element != Message.WHOLE && shared) {
            Identity.ofElement(element, into);
        }
        return Decoding.OK;
    }

    private void ofOne(Event into) {
        int slot = slots[0];
        if (types[0].kind() == FieldType.Kind.STRING) {
            Identity.ofId(sourceSeed, into.textAt(slot), into);
            return;
        }
        part.reset();
        write(into, slot, types[0]);
        Identity.ofId(sourceSeed, part.written(), into);
    }

    private void ofSeveral(Event into) {
        id.reset();
        for (int i = 0; i < slots.length; i++) {
            int slot = slots[i];
            if (types[i].kind() == FieldType.Kind.STRING) {
                id.writeBytes(into.textAt(slot));
            } else {
                part.reset();
                write(into, slot, types[i]);
                id.writeBytes(part.written());
            }
        }
        Identity.ofId(sourceSeed, id.written(), into);
    }

    private void write(Event into, int slot, FieldType type) {
        switch (type.kind()) {
            case BOOLEAN -> ascii(into.longAt(slot) == 0 ? "false" : "true");
            case DECIMAL -> ascii(into.decimalAt(slot).stripTrailingZeros().toPlainString());
            case DOUBLE -> real(into.doubleAt(slot));
            default -> whole(into.longAt(slot));
        }
    }

    private void real(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT_DOUBLES) {
            whole((long) value);
        } else {
            String bits = Long.toHexString(Double.doubleToLongBits(value));
            ascii("0x" + "0".repeat(16 - bits.length()) + bits);
        }
    }

    private void whole(long value) {
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        if (value < 0) {
            part.writeByte('-');
        }
        long rest = Math.abs(value);
        long unit = 1;
        while (rest / unit >= 10) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            part.writeByte((int) ('0' + rest / unit % 10));
        }
    }

    private void ascii(String text) {
        part.writeRaw(text.getBytes(StandardCharsets.US_ASCII));
    }
}
