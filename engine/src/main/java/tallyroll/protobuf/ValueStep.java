package tallyroll.protobuf;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import tallyroll.format.Form;
import tallyroll.format.Token;

/** A value that is no message: the last one that is written counts. */
final class ValueStep implements FieldStep {
    private final Scalar scalar;
    private final Form form;
    private final Token token;

    /** Null for items of a list, which has only those that are written. */
    private final Scalar.Preset preset;

    private final boolean defaulted;

    /** Null where every number is taken. */
    private final EnumDescriptor closed;

    ValueStep(FieldDescriptor field, Form form, Token token) {
        this.form = form;
        this.token = token;
        scalar = Scalar.of(field);
        preset = field.isRepeated() ? null : Scalar.preset(field);
        boolean alone = !field.isRepeated() && field.getRealContainingOneof() == null;
        defaulted = alone && (!field.hasPresence() || field.hasDefaultValue());
        closed = field.getType() == FieldDescriptor.Type.ENUM && field.legacyEnumFieldTreatedAsClosed()
                ? field.getEnumType()
                : null;
    }

    Scalar scalar() {
        return scalar;
    }

    @Override
    public void clear() {
        token.clear();
    }

    @Override
    public void begin() {
        if (defaulted) {
            preset.put(token, form);
        }
    }

    @Override
    public void empty() {
        preset.put(token, form);
    }

    @Override
    public boolean read(WireInput in, int tag) {
        if ((tag & 7) != scalar.wire()) {
            in.skipValue(tag);
            return false;
        }
        return readOne(in);
    }

    /** Reads a value whose tag, if it has one, was read. */
    boolean readOne(WireInput in) {
        if (closed != null) {
            int number = (int) in.varint();
            boolean known = closed.findValueByNumber(number) != null;
            if (known) {
                token.set(form, number);
            }
            return known;
        }
        scalar.reading().read(in, token, form);
        return in.ok();
    }
}
