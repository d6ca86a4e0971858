package tallyroll.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.ExpressionFailure;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.time.Micros;

/**
 * Turns one source record into an event that is ready to be counted: fields, derived fields, defaults, event time, identity.
 *
 * <p>One order, the same in every run: length; fields of the format; what missing source fields become; derived fields, whose
 * expressions so see the defaults; what missing derived fields become; time; identity; the conditions of rollups; further rules. A
 * default's text is read once, when the decoder is made. Of a deletion only what says which identity it is of, and when, may not be missing,
 * and no condition is asked. One per task; not thread-safe.
 */
public final class RecordDecoder {
    private final EventSpec spec;
    private final EventSchema schema;
    private final Message message = new Message();
    private final FieldDecoder fields;
    private final TransportFields transport;
    private final boolean transported;
    private final Expressions.Bound expressions;
    private final boolean derives;
    private final Event defaults;
    private final int timeSlot;
    private final boolean deletes;
    /** -1 where no field says what is deleted. */
    private final int deleteSlot;

    private final EventIdentity identity;
    private final EventRule[] rules;
    private final UnmatchedFields unmatched;

    /**
     * @param sourceName keeps the ids of two sources apart; part of every identity
     * @throws IllegalArgumentException where a pattern, zone, column or default of the definition cannot be used
     */
    public RecordDecoder(EventSpec spec, String sourceName, Expressions.Bound expressions) {
        this(spec, sourceName, expressions, List.of());
    }

    /** @param rules asked in this order, of events that are well-formed */
    public RecordDecoder(EventSpec spec, String sourceName, Expressions.Bound expressions, List<EventRule> rules) {
        this(spec, sourceName, expressions, FieldDecoders.of(spec), rules);
    }

    /** With a decoder of the caller's for the fields of the format. */
    public RecordDecoder(EventSpec spec, String sourceName, Expressions.Bound expressions, FieldDecoder fields) {
        this(spec, sourceName, expressions, fields, List.of());
    }

    private RecordDecoder(
            EventSpec spec,
            String sourceName,
            Expressions.Bound expressions,
            FieldDecoder fields,
            List<EventRule> rules) {
        this.spec = spec;
        this.expressions = expressions;
        this.fields = fields;
        schema = spec.schema();
        derives = schema.derives();
        defaults = new Event(schema);
        for (int slot = 0; slot < schema.size(); slot++) {
            Decoding read = FieldDecoders.readDefault(schema.field(slot), defaults, slot);
            if (!read.ok()) {
                throw new IllegalArgumentException("the default cannot be read: " + read.reason());
            }
        }
        timeSlot = schema.slot(spec.timeField());
        transport = new TransportFields(schema, sourceName);
        transported = !transport.none();
        deleteSlot = schema.slot(spec.deleteField());
        deletes = deleteSlot >= 0 || spec.envelope().changesRows();
        identity = new EventIdentity(spec, sourceName);
        this.rules = rules.toArray(EventRule[]::new);
        unmatched = new UnmatchedFields(schema);
    }

    /**
     * The fields that are read from the source and had no value, or null, in every record whose fields could be read so far: most
     * likely their path leads nowhere. In schema order; all of them before the first record.
     */
    public List<String> unmatched() {
        return unmatched.names();
    }

    /** How many records that is, of those whose fields could be read. */
    public long looked() {
        return unmatched.looked();
    }

    /**
     * Fills {@code into}, whose strings stay valid until the next call and while the array of {@code raw} is unchanged; or says why the record
     * is no event, and then {@code into} holds nothing of use. Never throws for bad input.
     *
     * @param raw as the source or the record gives it, see {@link Message}
     * @param partition with {@code position}, where the record was read: the identity of an event that has no id
     */
    public Decoding decode(Slice raw, int partition, long position, Event into) {
        Slice value = message.open(raw).value();
        if (value.length() > 0 && value.array()[value.from()] == 0 && VoidEntry.is(raw) && voided(raw, into)) {
            return Decoding.OK;
        }
        if (value.length() > spec.maxBytes()) {
            into.clear();
            return RejectCode.TOO_LONG.because("the record has " + value.length() + " bytes; at most " + spec.maxBytes()
                    + " are accepted: " + Seen.bytes(value));
        }
        Decoding decoded = fields.decode(message, into);
        if (decoded.ok() && transported) {
            decoded = transport.read(message, partition, position, into);
        }
        if (!decoded.ok()) {
            return decoded;
        }
        unmatched.look(into);
        decoded = complete(into);
        if (!decoded.ok()) {
            return decoded;
        }
        into.timeMicros(into.longAt(timeSlot));
        decoded = identity.set(partition, position, message.element(), into);
        if (decoded.ok() && !into.isDeletion()) {
            decoded = select(into);
        }
        for (int rule = 0; rule < rules.length && decoded.ok(); rule++) {
            decoded = rules[rule].check(raw, into);
        }
        return decoded;
    }

    private static boolean voided(Slice raw, Event into) {
        Optional<VoidEntry> entry = VoidEntry.of(raw);
        entry.ifPresent(read -> {
            into.clear();
            into.timeMicros(read.timeMicros());
            into.identity(read.high(), read.low());
            into.markVoid();
        });
        return entry.isPresent();
    }

    /** What a record is that has no value. */
    public Decoding tombstone() {
        return spec.payload().ignoresTombstones() ? Decoding.TOMBSTONE : Decoding.NO_VALUE;
    }

    /** Fills in what is missing and what is derived, and finds out whether the event is a deletion, which needs less. */
    private Decoding complete(Event into) {
        Decoding read = missing(false, into);
        if (derives && (read.ok() || deletes)) {
            Decoding derived = derive(into);
            read = read.ok() ? derived : read;
        }
        if (deletes && deletion(into)) {
            return required(into);
        }
        if (read.ok() && into.isNull(timeSlot)) {
            return RejectCode.MISSING_FIELD.because("field \"" + spec.timeField()
                    + "\" is missing or null; it is the event time, which every event needs");
        }
        return read;
    }

    private boolean deletion(Event into) {
        if (deleteSlot >= 0 && !into.isNull(deleteSlot) && into.longAt(deleteSlot) != 0) {
            into.markDeletion();
        }
        return into.isDeletion();
    }

    /** A deletion says of what, since when, and in which bucket; it counts in no rollup, so the rest may be missing. */
    private Decoding required(Event into) {
        List<String> needed = new ArrayList<>(spec.idFields());
        needed.add(spec.timeField());
        needed.add(spec.revisionField());
        for (String name : needed) {
            if (into.isNull(schema.slot(name))) {
                return RejectCode.MISSING_FIELD.because(
                        "field \"" + name + "\" is missing or null in a deletion, which needs "
                                + "the fields of the id, the event time and the revision: without them it is not known what to "
                                + "take out, and where. Have the source send the whole old row (REPLICA IDENTITY FULL, "
                                + "binlog_row_image=FULL), or take the field from the envelope");
            }
        }
        return Decoding.OK;
    }

    private Decoding select(Event into) {
        try {
            expressions.select(into);
            return Decoding.OK;
        } catch (ExpressionFailure failed) {
            return RejectCode.EXPRESSION_FAILED.because(failed.getMessage());
        }
    }

    private Decoding derive(Event into) {
        try {
            expressions.derive(into);
        } catch (ExpressionFailure failed) {
            return RejectCode.EXPRESSION_FAILED.because(failed.getMessage());
        }
        for (int slot = 0; slot < schema.size(); slot++) {
            Field field = schema.field(slot);
            if (field.derived() && field.type().kind() == FieldType.Kind.TIMESTAMP && !into.isNull(slot)) {
                long micros = into.longAt(slot);
                if (!Civil.inRange(micros)) {
                    return RejectCode.OUT_OF_RANGE.because(
                            "field \"" + field.name() + "\": " + micros + " µs lies outside the years 0001 to 9999");
                }
                into.putLong(slot, Micros.wholeMillis(micros));
            }
        }
        return missing(true, into);
    }

    private Decoding missing(boolean derived, Event into) {
        Decoding rejected = Decoding.OK;
        for (int slot = 0; slot < schema.size(); slot++) {
            if (!into.isNull(slot)) {
                continue;
            }
            Field field = schema.field(slot);
            if (field.derived() != derived || field.missing().staysNull()) {
                continue;
            }
            if (field.missing().kind() == Missing.Kind.DEFAULT) {
                copyDefault(slot, into);
            } else if (rejected.ok()) {
                rejected = RejectCode.MISSING_FIELD.because(
                        "field \"" + field.name() + "\" is missing or null; the definition rejects events without it");
            }
        }
        return rejected;
    }

    private void copyDefault(int slot, Event into) {
        FieldType type = schema.field(slot).type();
        if (type.kind() == FieldType.Kind.STRING) {
            into.putText(slot, defaults.textAt(slot));
        } else if (type.kind() == FieldType.Kind.DECIMAL && !type.longDecimal()) {
            into.putDecimal(slot, defaults.decimalAt(slot));
        } else {
            into.putLong(slot, defaults.longAt(slot));
        }
    }
}
