package tallyroll.pipeline;

import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.EventRule;
import tallyroll.decode.RejectCode;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType.Kind;
import tallyroll.pipeline.Pipeline.Rollup;

/**
 * The values of an event's group, with the period behind them, fit a partition key of Cassandra: it has at most 65,535 bytes, three
 * of which go with each column. A rollup that does not count the event asks for nothing.
 */
final class GroupKeyRule implements EventRule {
    /** What Cassandra takes. */
    static final int MAX_KEY_BYTES = 65_535;

    private static final int COLUMN = 3;
    /** A period is at most a date. */
    private static final int PERIOD = COLUMN + 16;
    /** Any value but a text: a decimal of 38 digits is 4 and 16 bytes. */
    private static final int NUMBER = COLUMN + 24;

    private final String[] names;
    /** Of each rollup the slots of texts in its group. */
    private final int[][] texts;
    /** Of each rollup what the rest of its key has at most. */
    private final int[] rest;

    private final EventSchema schema;

    GroupKeyRule(List<Rollup> rollups, EventSchema schema) {
        this.schema = schema;
        names = rollups.stream().map(Rollup::name).toArray(String[]::new);
        texts = new int[names.length][];
        rest = new int[names.length];
        for (int rollup = 0; rollup < names.length; rollup++) {
            List<String> by = rollups.get(rollup).by();
            texts[rollup] = by.stream()
                    .mapToInt(schema::slot)
                    .filter(slot -> schema.field(slot).type().kind() == Kind.STRING)
                    .toArray();
            rest[rollup] = PERIOD + texts[rollup].length * COLUMN + (by.size() - texts[rollup].length) * NUMBER;
        }
    }

    @Override
    public Decoding check(Slice raw, Event event) {
        for (int rollup = 0; rollup < names.length; rollup++) {
            int bytes = rest[rollup];
            for (int slot : texts[rollup]) {
                bytes += event.isNull(slot) ? 0 : event.textAt(slot).length();
            }
            if (bytes > MAX_KEY_BYTES && event.counts(rollup)) {
                return tooLong(rollup, event, bytes);
            }
        }
        return Decoding.OK;
    }

    private Decoding tooLong(int rollup, Event event, int bytes) {
        int longest = texts[rollup][0];
        for (int slot : texts[rollup]) {
            longest = event.textAt(slot).length() > event.textAt(longest).length() ? slot : longest;
        }
        return RejectCode.TOO_LONG.because("the group of rollup \"" + names[rollup] + "\" makes a key of " + bytes
                + " bytes, of which field \"" + schema.field(longest).name() + "\" has "
                + event.textAt(longest).length() + "; Cassandra's keys have at most " + MAX_KEY_BYTES);
    }
}
