package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.theta.CompactSketch;
import org.apache.datasketches.theta.Sketches;
import org.apache.datasketches.theta.UpdateSketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;

class HashesTest {
    private static final int K = 2048;
    private static final EventSchema LONGS = Row.schema(FieldType.LONG);

    /** Their sketch, unlike ours, refuses to run on any other JDK. */
    @EnabledOnJre({JRE.JAVA_17, JRE.JAVA_21})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 2047, 2048, 2049, 3072, 3073, 10_000, 200_000})
    void state_anySize_isWhatDataSketchesWrites(int size) {
        UpdateSketch theirs = UpdateSketch.builder().setNominalEntries(K).build();
        for (long i = 0; i < size; i++) {
            theirs.update(i);
        }
        byte[] image = theirs.rebuild().compact(true, null).toByteArray();
        byte[] ours = bytes(fold(longs(size, 1)));
        assertThat(ours[0]).isEqualTo((byte) 1);
        assertThat(Arrays.copyOfRange(ours, 1, ours.length)).isEqualTo(image);
        CompactSketch read = (CompactSketch) Sketches.wrapSketch(Memory.wrap(image));
        assertThat(answer(fold(longs(size, 1)))).isEqualTo(Math.round(read.getEstimate()));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 100, 2048})
    void merge_anySplitBeyondK_givesTheSameBytes(int k) {
        Random random = new Random(k);
        List<Row> rows = longs(5 * k, k);
        byte[] whole = bytes(fold(rows, k));
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(rows, random);
            Partial merged = measure(k).neutral();
            for (int from = 0; from < rows.size(); ) {
                int to = Math.min(rows.size(), from + 1 + random.nextInt(3 * k));
                Partial part = fold(rows.subList(from, to), k);
                merged.merge(random.nextBoolean() ? part : measure(k).read(new ByteReader(bytes(part))));
                from = to;
            }
            assertThat(bytes(merged)).as("round %d", round).isEqualTo(whole);
        }
    }

    @Test
    void read_bytesOfAnotherFormat_areRefused() {
        assertThatThrownBy(() -> measure(K).read(new ByteReader(new byte[] {1, 9, 9, 9, 0, 0, 0, 0, 0})))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage("not a compact Theta sketch: it begins 9, 9, 9, and not 1 to 3, 3, 3");
        assertThatThrownBy(() -> measure(K).read(new ByteReader(new byte[] {7})))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage("cannot read the state of measure \"d\": version 7 is not one this build reads; it reads"
                        + " version 1");
    }

    private static List<Row> longs(int size, long seed) {
        List<Row> rows = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            rows.add(new Row(i, 0, 0, i));
        }
        Collections.shuffle(rows, new Random(seed));
        return rows;
    }

    private static Measure measure(int k) {
        return Measures.bind(new MeasureSpec("d", "distinct", "v", List.of((double) k)), LONGS);
    }

    private static Partial fold(List<Row> rows) {
        return fold(rows, K);
    }

    private static Partial fold(List<Row> rows, int k) {
        return Laws.fold(measure(k), LONGS, rows);
    }

    private static long answer(Partial partial) {
        return (long) Laws.answers(measure(K), partial).get(0);
    }

    private static byte[] bytes(Partial partial) {
        ByteWriter out = new ByteWriter();
        partial.write(out);
        return out.toByteArray();
    }
}
