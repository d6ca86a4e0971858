package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;

/** The laws of a commutative monoid, and of its two written forms, checked on given rows. */
final class Laws {
    private final Measure measure;
    private final EventSchema schema;
    private final List<Row> rows;
    private final Random random;

    Laws(Measure measure, EventSchema schema, List<Row> rows, long seed) {
        this.measure = measure;
        this.schema = schema;
        this.rows = rows;
        random = new Random(seed);
    }

    void check() {
        String whole = bytes(fold(rows));
        neutralChangesNothing(whole);
        bytesRoundTrip(whole);
        columnsRoundTrip(whole);
        mergeCommutes();
        mergeAssociates();
        anySplitAndOrderGivesTheSame(whole);
    }

    private void neutralChangesNothing(String whole) {
        Partial left = measure.neutral();
        left.merge(fold(rows));
        assertThat(bytes(left)).as("neutral + x").isEqualTo(whole);
        Partial right = fold(rows);
        right.merge(measure.neutral());
        assertThat(bytes(right)).as("x + neutral").isEqualTo(whole);
    }

    private void bytesRoundTrip(String whole) {
        assertThat(bytes(throughBytes(fold(rows)))).as("written and read").isEqualTo(whole);
    }

    private void columnsRoundTrip(String whole) {
        Partial restored = throughColumns(fold(rows));
        assertThat(bytes(restored)).as("values and restored").isEqualTo(whole);
        assertThat(answers(measure, restored)).as("answers of the restored").isEqualTo(answers(measure, fold(rows)));
    }

    private void mergeCommutes() {
        List<List<Row>> parts = split(2);
        Partial left = fold(parts.get(0));
        Partial right = fold(parts.get(1));
        String rightBefore = bytes(right);
        left.merge(right);
        assertThat(bytes(right)).as("the merged-in side after merging").isEqualTo(rightBefore);
        right.merge(fold(parts.get(0)));
        assertThat(bytes(left)).as("a + b against b + a").isEqualTo(bytes(right));
    }

    private void mergeAssociates() {
        List<List<Row>> parts = split(3);
        Partial left = fold(parts.get(0));
        left.merge(fold(parts.get(1)));
        left.merge(fold(parts.get(2)));
        Partial tail = fold(parts.get(1));
        tail.merge(fold(parts.get(2)));
        Partial right = fold(parts.get(0));
        right.merge(tail);
        assertThat(bytes(left)).as("(a + b) + c against a + (b + c)").isEqualTo(bytes(right));
    }

    private void anySplitAndOrderGivesTheSame(String whole) {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        assertThat(bytes(fold(shuffled))).as("another order").isEqualTo(whole);
        List<Partial> parts = new ArrayList<>();
        for (List<Row> part : split(2 + random.nextInt(6))) {
            Partial partial = fold(part);
            parts.add(
                    switch (random.nextInt(3)) {
                        case 0 -> throughBytes(partial);
                        case 1 -> throughColumns(partial);
                        default -> partial;
                    });
        }
        while (parts.size() > 1) {
            Partial taken = parts.remove(random.nextInt(parts.size()));
            parts.get(random.nextInt(parts.size())).merge(taken);
        }
        assertThat(bytes(parts.get(0))).as("another split").isEqualTo(whole);
        assertThat(answers(measure, parts.get(0)))
                .as("answers of another split")
                .isEqualTo(answers(measure, fold(rows)));
    }

    private List<List<Row>> split(int count) {
        List<List<Row>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new ArrayList<>());
        }
        rows.forEach(row -> parts.get(random.nextInt(count)).add(row));
        return parts;
    }

    private Partial fold(List<Row> some) {
        return fold(measure, schema, some);
    }

    static Partial fold(Measure measure, EventSchema schema, List<Row> some) {
        Event event = new Event(schema);
        Partial partial = measure.neutral();
        for (Row row : some) {
            row.put(event);
            partial.fold(event);
        }
        return partial;
    }

    static String bytes(Partial partial) {
        ByteWriter out = new ByteWriter();
        partial.write(out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private Partial throughBytes(Partial partial) {
        ByteReader in = new ByteReader(HexFormat.of().parseHex(bytes(partial)));
        Partial read = measure.read(in);
        assertThat(in.remaining()).as("bytes left over").isZero();
        return read;
    }

    /** Restores from the middle of a row, as rows of several measures do. */
    private Partial throughColumns(Partial partial) {
        Object[] values = new Object[measure.columns().size() + 2];
        partial.values(values, 1);
        return measure.restore(values, 1);
    }

    /** The values of all columns; a state as text, so that equal means equal bytes. */
    static List<Object> answers(Measure measure, Partial partial) {
        Object[] values = new Object[measure.columns().size()];
        partial.values(values, 0);
        List<Object> answers = new ArrayList<>();
        for (Object value : values) {
            answers.add(value instanceof byte[] state ? HexFormat.of().formatHex(state) : value);
        }
        return answers;
    }
}
