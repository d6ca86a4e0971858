package tallyroll.measure;

import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;

/**
 * A measure whose answers cannot be merged: its last column, {@code <name>_state}, holds the bytes of the partial, or null where
 * no event has a value.
 */
abstract class StatefulMeasure extends BoundMeasure {
    private final int stateAt;

    StatefulMeasure(String name, List<Column> answers) {
        super(name, withState(name, answers));
        stateAt = answers.size();
    }

    private static List<Column> withState(String name, List<Column> answers) {
        List<Column> columns = new ArrayList<>(answers);
        columns.add(new Column(name + "_state", ColumnType.BLOB));
        return columns;
    }

    @Override
    public final Partial restore(Object[] values, int at) {
        byte[] state = (byte[]) values[at + stateAt];
        if (state == null) {
            return neutral();
        }
        ByteReader in = new ByteReader(state);
        Partial partial = read(in);
        if (in.remaining() > 0) {
            throw malformed(in.remaining() + " bytes are left over after it");
        }
        return partial;
    }

    /** Puts the state after the answers, null for a partial without values. */
    final void putState(Partial partial, boolean empty, Object[] values, int at) {
        if (empty) {
            values[at + stateAt] = null;
            return;
        }
        ByteWriter out = new ByteWriter();
        partial.write(out);
        values[at + stateAt] = out.toByteArray();
    }
}
