package tallyroll.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import tallyroll.format.Form;
import tallyroll.format.Token;

/** A map: entries of a key in field 1 and a value in field 2; of those with one key the last counts. */
final class MapStep implements FieldStep {
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private final Scalar key;
    private final Scalar.Preset noKey;
    private final Form keyForm;
    private final Token seen = new Token();
    private final List<Wish> wishes;

    /** A value that is read. */
    record Wish(MapKey key, FieldStep value) {}

    /** @param keys the field of the entries' keys */
    MapStep(FieldDescriptor keys, List<Wish> wishes) {
        this.wishes = List.copyOf(wishes);
        key = Scalar.of(keys);
        noKey = Scalar.preset(keys);
        keyForm = FieldForms.of(keys);
    }

    @Override
    public void clear() {
        for (int i = 0; i < wishes.size(); i++) {
            wishes.get(i).value().clear();
        }
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
        if ((tag & 7) != WireInput.BYTES) {
            in.skipValue(tag);
            return false;
        }
        int outer = in.enter();
        int begin = in.position();
        readKey(in);
        FieldStep value = in.ok() ? wished() : null;
        if (value != null) {
            in.back(begin);
            readValue(in, value);
        }
        in.leave(outer);
        return in.ok();
    }

    /** The key may stand behind the value, so the entry is walked for it first. */
    private void readKey(WireInput in) {
        noKey.put(seen, keyForm);
        while (in.more()) {
            int tag = in.tag();
            if (tag == (KEY << 3 | key.wire())) {
                key.reading().read(in, seen, keyForm);
            } else if (in.ok()) {
                in.skipValue(tag);
            }
        }
    }

    private static void readValue(WireInput in, FieldStep value) {
        value.clear();
        value.empty();
        while (in.more()) {
            int tag = in.tag();
            if (tag >>> 3 == VALUE) {
                value.read(in, tag);
            } else if (in.ok()) {
                in.skipValue(tag);
            }
        }
    }

    private FieldStep wished() {
        for (int i = 0; i < wishes.size(); i++) {
            if (wishes.get(i).key().is(seen)) {
                return wishes.get(i).value();
            }
        }
        return null;
    }
}
